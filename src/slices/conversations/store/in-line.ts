import type { Tx } from '#kernel/db.ts'

/**
 * The same transaction for statements that are not waited for one by one: each is sent when the one before it is done, so that the next can be put
 * together while the database works. After one that fails none is sent.
 */
export function inLine(tx: Tx): Tx {
  let last: Promise<unknown> | undefined
  return {
    isTransaction: true,
    query(sql, params, name) {
      const send = () => tx.query(sql, params, name)
      const sent = last ? last.then(send) : send()
      last = sent
      return sent as ReturnType<typeof tx.query> as never
    },
  }
}
