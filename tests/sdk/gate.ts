import { connect, createServer, type Socket } from 'node:net'

/** A way to a server that a test can shut, or let requests through without their answers. */
export type Gate = { url: string; shut(): void; open(): void; swallow(): void; end(): Promise<void> }

export async function gateTo(url: string): Promise<Gate> {
  const port = Number(new URL(url).port)
  const sockets = new Set<Socket>()
  let state: 'open' | 'shut' | 'swallows' = 'open'

  const server = createServer((near) => {
    if (state === 'shut') return void near.destroy()
    const far = connect(port, '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        near.destroy()
        far.destroy()
      })
    }
    near.pipe(far)
    far.on('data', (bytes) => state === 'open' && near.write(bytes))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  function shut(): void {
    state = 'shut'
    for (const socket of sockets) socket.destroy()
  }

  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    shut,
    open() {
      state = 'open'
    },
    swallow() {
      state = 'swallows'
    },
    async end() {
      shut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
