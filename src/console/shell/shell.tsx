import { useQueryClient } from '@tanstack/react-query'
import { Outlet, useLocation, useNavigate, useRouter } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { csvKey, type KeyBinding, useKeys } from '#console/keys.ts'
import { later } from '#console/later.tsx'
import { startLive } from '#console/live.ts'
import { shellWords } from '#console/messages/shell.ts'
import { useAct, useCall } from '#console/query.ts'
import { type Screen, screenAt, screensFor } from '#console/screens.ts'
import { chooseTheme, currentTheme } from '#console/theme.ts'
import { Dialog } from '#console/ui/dialog.tsx'
import { ErrorState, Skeleton } from '#console/ui/states.tsx'
import { notify } from '#console/ui/toast.tsx'
import { me as meRoute, signOut } from '#slices/identity/contract.ts'
import { useDownloads } from './downloads.ts'
import { MeProvider, may, useMe } from './me.tsx'
import { NotAllowed } from './not-here.tsx'
import { isControl } from './platform.ts'
import { Rail } from './rail.tsx'
import { useShownTitle } from './title.ts'
import { TopBar } from './top-bar.tsx'

const Palette = later(async () => (await import('./palette.tsx')).Palette)
const KeyLegend = later(async () => (await import('./key-legend.tsx')).KeyLegend)

const DownloadChoice = later(async () => (await import('./download-choice.tsx')).DownloadChoice)

/** The frame around every screen of someone who is signed in. */
export function Shell() {
  const me = useCall(meRoute, {}, { staleTime: 60_000 })
  if (me.isPending) return <Skeleton label={shellWords.loadingScreen} />
  if (me.isError) {
    // The cache's own listener is already on the way to the sign-in page.
    if ('problem' in me.error && (me.error.problem as { code?: string }).code === 'not_signed_in') return null
    return (
      <main>
        <ErrorState title={shellWords.meFailed} error={{ message: shellWords.meFailedNext }} onRetry={() => void me.refetch()} />
      </main>
    )
  }
  return (
    <MeProvider me={me.data}>
      <Frame />
    </MeProvider>
  )
}

type Open = 'nothing' | 'menu' | 'palette' | 'legend' | 'exports'

function Frame() {
  const screens = screensFor(useMe())
  const [open, setOpen] = useState<Open>('nothing')
  const wasOpened = useWasOpened(open)
  const leave = useLeave()
  const close = () => setOpen('nothing')
  const search = () => setOpen('palette')
  useLiveWhileOpen()
  useFocusAfterGoing()
  const downloads = useDownloads(() => setOpen('exports'))
  useFrameKeys({ screens, onSearch: search, onHelp: () => setOpen('legend'), onDownload: downloads.start })
  const acts = [
    { label: shellWords.help, keyHint: '?', run: () => setOpen('legend') },
    { label: shellWords.keyDownload, keyHint: csvKey, run: downloads.start },
    {
      label: currentTheme() === 'dark' ? shellWords.toLight : shellWords.toDark,
      run: () => chooseTheme(currentTheme() === 'dark' ? 'light' : 'dark'),
    },
    { label: shellWords.signOut, run: leave },
  ]
  return (
    <div data-shell="frame" className="flex min-h-dvh flex-col">
      <a
        href="#content"
        data-shell="skip"
        className="sr-only z-50 rounded-m bg-accent p-2 text-on-accent focus:not-sr-only focus:fixed focus:start-2 focus:top-2"
      >
        {shellWords.skip}
      </a>
      <TopBar onMenu={() => setOpen('menu')} onSearch={search} onHelp={() => setOpen('legend')} onSignOut={leave} />
      <div data-shell="body" className="flex grow">
        <div data-shell="rail" className="hidden w-52 shrink-0 border-e border-line bg-card wide:block">
          <div className="sticky top-12 max-h-[calc(100dvh-3rem)] overflow-y-auto p-3">
            <Rail screens={screens} />
          </div>
        </div>
        <main id="content" tabIndex={-1} className="grid min-w-0 grow content-start gap-4 p-4 wide:p-6">
          <Place screens={screens} />
        </main>
      </div>
      <Announcer />
      {wasOpened('menu') ? (
        <Dialog open={open === 'menu'} onClose={close} title={shellWords.menu}>
          <Rail screens={screens} onGo={close} />
        </Dialog>
      ) : null}
      {wasOpened('legend') ? <KeyLegend open={open === 'legend'} onClose={close} /> : null}
      {wasOpened('palette') ? <Palette open={open === 'palette'} onClose={close} screens={screens} acts={acts} /> : null}
      {wasOpened('exports') ? (
        <DownloadChoice open={open === 'exports'} onClose={close} choices={downloads.choices} onChoose={downloads.choose} />
      ) : null}
    </div>
  )
}

/** Remembers what was opened once: from then on it is there, also while it closes. */
function useWasOpened(open: Open): (one: Open) => boolean {
  const [opened, setOpened] = useState<readonly Open[]>([])
  if (!opened.includes(open)) setOpened([...opened, open])
  return (one) => opened.includes(one)
}

/** The screen of the address, or a plain word that this person may not open it. */
function Place({ screens }: { screens: Screen[] }) {
  const me = useMe()
  const screen = screenAt(useLocation().pathname)
  const isClosed = screen?.scope !== undefined && !screens.includes(screen) && !may(me, screen.scope)
  return isClosed ? <NotAllowed /> : <Outlet />
}

function Announcer() {
  return (
    <p role="status" className="sr-only">
      {useShownTitle()}
    </p>
  )
}

function useLiveWhileOpen() {
  const client = useQueryClient()
  useEffect(() => startLive(client), [client])
}

/** After a navigation the focus stands at the content, not on a link that is gone. */
function useFocusAfterGoing() {
  const router = useRouter()
  useEffect(
    () =>
      router.subscribe('onResolved', (event) => {
        if (event.pathChanged && event.fromLocation) document.getElementById('content')?.focus({ preventScroll: true })
      }),
    [router],
  )
}

function useLeave(): () => void {
  const out = useAct(signOut)
  const client = useQueryClient()
  const navigate = useNavigate()
  return () =>
    out.mutate(
      {},
      {
        onSuccess: () => {
          client.clear()
          void navigate({ to: '/sign-in' as '/' })
        },
        onError: (error) => notify({ status: 'act', title: shellWords.signingOutFailed, text: error.message }),
      },
    )
}

type FrameActs = { screens: Screen[]; onSearch: () => void; onHelp: () => void; onDownload: () => void }

function useFrameKeys({ screens, onSearch, onHelp, onDownload }: FrameActs) {
  const navigate = useNavigate()
  const go: KeyBinding[] = screens
    .filter((screen) => screen.letter)
    .map((screen) => ({
      keys: `g ${screen.letter}`,
      label: shellWords.keyGo(screen.label()),
      isGlobal: true,
      run: () => void navigate({ to: screen.path }),
    }))
  useKeys([
    { keys: '?', label: shellWords.keyLegend, isGlobal: true, run: onHelp },
    { keys: csvKey, label: shellWords.keyDownload, isGlobal: true, run: onDownload },
    ...go,
  ])
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!isControl(event, 'k')) return
      event.preventDefault()
      onSearch()
    }
    document.addEventListener('keydown', pressed)
    return () => document.removeEventListener('keydown', pressed)
  })
}
