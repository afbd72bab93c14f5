import { StatusMark } from './status-mark.tsx'

/** What went wrong with a form as a whole. The place stands before there is a fault, so that it is read out when one comes. */
export function FormFault({ text }: { text: string }) {
  return <div role="alert">{text ? <StatusMark status="act" text={text} /> : null}</div>
}
