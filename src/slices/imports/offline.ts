/** What the command line can do with a file and its mapping without a server. */
export { type FactKind, judgeRows, rejectsOf, teamsIn } from './check.ts'
export { makeRows, type Rows, type RowsBuilder } from './columns.ts'
export { type Apply, applierOf, type ListName, type Mapped } from './mapping/apply.ts'
export type { MappingForm } from './mapping/form.ts'
export { fieldsOf } from './mapping/meaning.ts'
export { mappingFaultInWords, readMapping } from './mapping/read.ts'
export type { Row } from './mapping/row.ts'
