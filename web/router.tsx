import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  type ErrorComponentProps,
} from '@tanstack/react-router'
import i18next from 'i18next'
import type { Catalogue, Session } from './asking/answers.ts'
import { isSignedOut } from './asking/ask.ts'
import { catalogueQuery, pageQuery, sessionQuery } from './asking/queries.ts'
import { isLanguage, show, wantedLanguage } from './i18n/language.ts'
import { PageFailure } from './parts/PageFailure.tsx'
import { wordsOf } from './use-view.ts'
import { parseSearch, stringifySearch, viewOf, type Search } from './view.ts'

type Context = { queries: QueryClient }

const root = createRootRouteWithContext<Context>()({
  notFoundComponent: lazyRouteComponent(() => import('./pages/NotYet.tsx'), 'Missing'),
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): Search => search as Search,
  component: lazyRouteComponent(() => import('./pages/SignIn.tsx'), 'SignIn'),
})

/** Everything behind the sign-in: the session and the catalogue are there before a page is drawn. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  validateSearch: (search): Search => search as Search,
  loader: async ({ context: { queries }, location }) => {
    const [session, catalogue] = await Promise.all([
      queries.ensureQueryData(sessionQuery),
      queries.ensureQueryData(catalogueQuery),
    ]).catch((error: unknown) => {
      if (!isSignedOut(error)) throw error
      throw redirect({ to: '/sign-in', search: { back: [location.href] } })
    })
    const { language } = session.company
    if (wantedLanguage() === undefined && isLanguage(language) && language !== i18next.language) await show(language)
    return { session, catalogue }
  },
  component: lazyRouteComponent(() => import('./parts/Frame.tsx'), 'Frame'),
  errorComponent: ({ error }: ErrorComponentProps) => <PageFailure error={error} />,
})

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/notifications' })
  },
})

const analytics = createRoute({
  getParentRoute: () => inside,
  path: '/analytics',
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps, parentMatchPromise }) => askAhead('analytics', context, deps, parentMatchPromise),
  component: lazyRouteComponent(() => import('./pages/Analytics.tsx'), 'Analytics'),
})

const notifications = createRoute({
  getParentRoute: () => inside,
  path: '/notifications',
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps, parentMatchPromise }) => askAhead('notifications', context, deps, parentMatchPromise),
  component: lazyRouteComponent(() => import('./pages/Notifications.tsx'), 'Notifications'),
})

type Inside = Promise<{ loaderData?: { session: Session; catalogue: Catalogue } | undefined }>

/** Asks for a page's numbers as soon as it is known which, while its code is still on the way. */
async function askAhead(page: string, { queries }: Context, search: Search, parent: Inside): Promise<void> {
  const { loaderData } = await parent
  if (loaderData === undefined) return
  const { view } = viewOf(search, wordsOf(loaderData.catalogue))
  const zone = view.zone ?? loaderData.session.company.zone
  void queries.prefetchQuery(pageQuery(page, view, zone, i18next.language))
}

const notYet = (['reports', 'invoices', 'chats', 'telephony'] as const).map((page) =>
  createRoute({
    getParentRoute: () => inside,
    path: `/${page}`,
    component: lazyRouteComponent(() => import('./pages/NotYet.tsx'), 'NotYet'),
  }),
)

const tree = root.addChildren([home, signIn, inside.addChildren([analytics, notifications, ...notYet])])

export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    parseSearch,
    stringifySearch,
    defaultPreload: 'intent',
    scrollRestoration: true,
    defaultErrorComponent: ({ error }) => <PageFailure error={error} />,
  })
}
