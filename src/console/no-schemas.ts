/**
 * Takes the place of zod in the browser. The console knows contracts for their addresses and their types; it never checks an
 * answer, the server has done that. So every schema here is the same thing, which can be called and asked for anything.
 */
const anything: never = new Proxy(() => {}, {
  get: () => anything,
  apply: () => anything,
}) as never

export {
  anything as _default,
  anything as array,
  anything as boolean,
  anything as coerce,
  anything as discriminatedUnion,
  anything as email,
  anything as enum,
  anything as extend,
  anything as int,
  anything as iso,
  anything as literal,
  anything as maximum,
  anything as maxLength,
  anything as minimum,
  anything as minLength,
  anything as nullable,
  anything as nullish,
  anything as number,
  anything as object,
  anything as optional,
  anything as record,
  anything as refine,
  anything as regex,
  anything as strictObject,
  anything as string,
  anything as stringbool,
  anything as toLowerCase,
  anything as trim,
  anything as union,
  anything as unknown,
}
