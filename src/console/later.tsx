import { type ComponentType, lazy, Suspense } from 'react'

/** A part that is fetched when it is first opened, such as a dialog. Until it is there, nothing is shown. */
export function later<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const Part = lazy(async () => ({ default: (await load()) as ComponentType<object> }))
  // biome-ignore lint/correctness/noComponentHookFactories: called once for each part, while its module is loaded
  return function Later(props: Props) {
    return (
      <Suspense>
        <Part {...props} />
      </Suspense>
    )
  }
}
