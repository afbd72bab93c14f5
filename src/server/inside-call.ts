import type { InjectOptions } from 'fastify'
import type { App } from '#kernel/http.ts'
import { type Call, createCaller } from '#sdk/call.ts'

/** A client of this very server that needs no network: the same requests through the same door. Without a key it is nobody. */
export function insideCall(app: App, key: string): Call {
  return createCaller({
    headers: key === '' ? {} : { authorization: `Bearer ${key}` },
    async fetch(url, init) {
      const request = { method: init.method, url, headers: init.headers, payload: init.body } as InjectOptions
      const response = await app.fastify.inject(request)
      return new Response(response.body, { status: response.statusCode, headers: { etag: String(response.headers.etag ?? '') } })
    },
  })
}
