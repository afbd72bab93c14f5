import { type LookupAddress, lookup as resolveName } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/**
 * Addresses that lead inside, or nowhere: this machine, private networks, link-local (where clouds keep their metadata),
 * networks for tests and documentation, multicast. From the special-purpose registries of IANA (RFC 6890).
 */
const inside4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]
/** Of IPv6 only what is given out to the world counts as outside, without the ranges that carry an IPv4 address in them. */
const outside6 = ['2000::/3']
const inside6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20']

function listOf(ranges: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [network = '', bits] = range.split('/')
    list.addSubnet(network, Number(bits), family)
  }
  return list
}

const closed4 = listOf(inside4, 'ipv4')
const open6 = listOf(outside6, 'ipv6')
const closed6 = listOf(inside6, 'ipv6')

/** True for an address that messages may go to from anywhere. */
export function isOutside(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !closed4.check(address, 'ipv4')
  if (family === 6) return open6.check(address, 'ipv6') && !closed6.check(address, 'ipv6')
  return false
}

export class PrivateTargetError extends Error {
  override name = 'PrivateTargetError'
  constructor(host: string) {
    super(
      `${host} is a private address, or leads to one, and messages do not go there. Set PILOTAGE_ALLOW_PRIVATE_TARGETS=true and start again if they should.`,
    )
  }
}

/** Decides which addresses may be connected to. It is asked at every connection, after the name was resolved. */
export type Guard = {
  /** In the place of Node's own lookup: answers only addresses that are allowed. */
  lookup: LookupFunction
  /** For a host that is an address already, which is never looked up. Throws when it is not allowed. */
  requireAllowed(host: string): void
  /** One allowed address of the host. */
  addressOf(host: string): Promise<string>
}

export function makeGuard({ allowsPrivate }: { allowsPrivate: boolean }): Guard {
  const isAllowed = (address: string) => allowsPrivate || isOutside(address)

  function allowedOf(host: string, done: (error: Error | null, found: LookupAddress[]) => void): void {
    resolveName(host, { all: true }, (error, found) => {
      if (error) return done(error, [])
      const allowed = found.filter(({ address }) => isAllowed(address))
      done(allowed.length === 0 ? new PrivateTargetError(host) : null, allowed)
    })
  }

  return {
    lookup(host, options, callback) {
      allowedOf(host, (error, found) => {
        const [first] = found
        if (error || !first) callback(error, [])
        else if (options.all) callback(null, found)
        else callback(null, first.address, first.family)
      })
    },
    requireAllowed(host) {
      const bare = host.replace(/^\[|\]$/g, '')
      if (isIP(bare) !== 0 && !isAllowed(bare)) throw new PrivateTargetError(host)
    },
    addressOf: (host) =>
      new Promise((resolve, reject) =>
        allowedOf(host, (error, found) => {
          const [first] = found
          if (error || !first) reject(error ?? new PrivateTargetError(host))
          else resolve(first.address)
        }),
      ),
  }
}
