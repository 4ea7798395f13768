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
import { backTo } from './back-to.ts'
import { catalogueQuery, ownPanels, pageQuery, sessionQuery, setupQuery } from './asking/queries.ts'
import { viewsQuery } from './asking/views.ts'
import { becomes } from './asking/who-asks.ts'
import { isLanguage, show, wantedLanguage } from './i18n/language.ts'
import { keepInvitation, keptInvitation } from './invitation.ts'
import { withoutRows } from './opened-rows.ts'
import { PageFailure } from './parts/PageFailure.tsx'
import { ReadersOnly } from './parts/ReadersOnly.tsx'
import { knownFilters, panelsAsked } from './use-view.ts'
import { parseSearch, stringifySearch, viewOf, withSaved, type Search } from './view.ts'

type Context = { queries: QueryClient }

const root = createRootRouteWithContext<Context>()({
  notFoundComponent: lazyRouteComponent(() => import('./pages/Missing.tsx'), 'Missing'),
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): Search => search as Search,
  loader: async ({ context: { queries } }) => {
    const known = await queries.fetchQuery(setupQuery).catch(() => undefined)
    if (known?.isSetUp === false) throw redirect({ to: '/setup' })
  },
  component: lazyRouteComponent(() => import('./pages/SignIn.tsx'), 'SignIn'),
})

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  component: lazyRouteComponent(() => import('./pages/Setup.tsx'), 'Setup'),
})

const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  // The secret stays neither in the address bar nor in the history.
  beforeLoad: ({ location: { hash } }) => {
    if (hash === '') return
    keepInvitation(hash)
    throw redirect({ to: '/join', replace: true })
  },
  loader: keptInvitation,
  component: lazyRouteComponent(() => import('./pages/Join.tsx'), 'Join'),
})

/** What a link shows without an account; the secret behind the # is the page's own matter. */
const shared = createRoute({
  getParentRoute: () => root,
  path: '/shared',
  component: lazyRouteComponent(() => import('./pages/SharedPage.tsx'), 'SharedPage'),
})

/** Everything behind the sign-in: the session is there before a page is drawn. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  validateSearch: (search): Search => search as Search,
  loader: async ({ context: { queries }, location }) => {
    const session = await queries.ensureQueryData(sessionQuery).catch((error: unknown) => {
      throw isSignedOut(error) ? redirect({ to: '/sign-in', search: { back: [backTo(location)] } }) : error
    })
    const { language } = session.company
    if (wantedLanguage() === undefined && isLanguage(language) && language !== i18next.language) await show(language)
    return { session }
  },
  component: lazyRouteComponent(() => import('./parts/Frame.tsx'), 'Frame'),
  errorComponent: ({ error }: ErrorComponentProps) => <PageFailure error={error} />,
})

/** The graphs, for whoever may read them: the catalogue is there before a page is drawn. */
const graphs = createRoute({
  getParentRoute: () => inside,
  id: 'graphs',
  loader: async ({ context: { queries }, parentMatchPromise }) => {
    const { loaderData } = await parentMatchPromise
    if (loaderData === undefined) return undefined
    const { session } = loaderData
    if (!session.scopes.includes('read')) throw redirect({ to: '/profile' })
    return { catalogue: await queries.ensureQueryData(catalogueQuery) }
  },
  component: ReadersOnly,
})

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/notifications' })
  },
})

const analytics = createRoute({
  getParentRoute: () => graphs,
  path: '/analytics',
  beforeLoad: opening('analytics'),
  loaderDeps: ({ search }) => withoutRows(search),
  loader: ({ context, deps, parentMatchPromise }) => askAhead('analytics', context, deps, parentMatchPromise),
  component: lazyRouteComponent(() => import('./pages/Analytics.tsx'), 'Analytics'),
})

const notifications = createRoute({
  getParentRoute: () => graphs,
  path: '/notifications',
  beforeLoad: opening('notifications'),
  loaderDeps: ({ search }) => withoutRows(search),
  loader: ({ context, deps, parentMatchPromise }) => askAhead('notifications', context, deps, parentMatchPromise),
  component: lazyRouteComponent(() => import('./pages/Notifications.tsx'), 'Notifications'),
})

const chats = createRoute({
  getParentRoute: () => graphs,
  path: '/chats',
  beforeLoad: opening('chats'),
  loaderDeps: ({ search }) => withoutRows(search),
  loader: ({ context, deps, parentMatchPromise }) => askAhead('chats', context, deps, parentMatchPromise),
  component: lazyRouteComponent(() => import('./pages/Chats.tsx'), 'Chats'),
})

const telephony = createRoute({
  getParentRoute: () => graphs,
  path: '/telephony',
  beforeLoad: opening('telephony'),
  loaderDeps: ({ search }) => withoutRows(search),
  loader: ({ context, deps, parentMatchPromise }) => askAhead('telephony', context, deps, parentMatchPromise),
  component: lazyRouteComponent(() => import('./pages/Telephony.tsx'), 'Telephony'),
})

/** Beside the graphs, of whose filters they take theirs. */
const reports = [
  { path: '/reports', component: lazyRouteComponent(() => import('./pages/Reports.tsx'), 'Reports') },
  {
    path: '/reports/schedules',
    component: lazyRouteComponent(() => import('./pages/ReportSchedules.tsx'), 'ReportSchedules'),
  },
].map(({ path, component }) => createRoute({ getParentRoute: () => graphs, path, component }))

type Arriving = { cause: 'preload' | 'enter' | 'stay'; search: Search; context: Context }

/**
 * Who arrives at a page by the id of a view alone, or by nothing at all where a view is theirs to begin with, sees what it shows; the
 * address says all of it from then on.
 */
function opening(page: 'analytics' | 'notifications' | 'chats' | 'telephony') {
  return async ({ cause, search, context: { queries } }: Arriving): Promise<void> => {
    const { view: asked, ...others } = search
    if (cause !== 'enter' || Object.keys(others).length > 0) return
    // Why they cannot be had, the page itself tells.
    const views = await queries.fetchQuery(viewsQuery).catch(() => [])
    const found = views.find((one) => one.page === page && (asked === undefined ? one.isDefault : one.id === asked[0]))
    if (found === undefined) return
    const whole = withSaved(found)
    if (stringifySearch(whole) !== stringifySearch(search))
      throw redirect({ to: `/${page}`, search: whole, replace: true })
  }
}

type Graphs = Promise<{ loaderData?: { catalogue: Catalogue } | undefined }>

/** Asks for a page's numbers as soon as it is known which, while its code is still on the way. */
async function askAhead(page: string, { queries }: Context, search: Search, parent: Graphs): Promise<void> {
  const { loaderData } = await parent
  // What the parent gave may be from before a switch to another company.
  const session = queries.getQueryData<Session>(sessionQuery.queryKey)
  if (loaderData === undefined || session === undefined || !session.scopes.includes('read')) return
  const { view } = viewOf(search, knownFilters(loaderData.catalogue, page))
  const zone = view.zone ?? session.company.zone
  const asked = { view, zone, language: i18next.language }
  void queries.prefetchQuery(pageQuery(page, panelsAsked(loaderData.catalogue, page), asked, ownPanels))
}

/** Pages that are about people and companies; each says itself what to do where somebody may not see it. */
const settings = [
  { path: '/tariffs', component: lazyRouteComponent(() => import('./pages/Tariffs.tsx'), 'Tariffs') },
  { path: '/profile', component: lazyRouteComponent(() => import('./pages/Profile.tsx'), 'Profile') },
  {
    path: '/settings/company',
    component: lazyRouteComponent(() => import('./pages/CompanyDetails.tsx'), 'CompanyDetails'),
  },
  { path: '/settings/people', component: lazyRouteComponent(() => import('./pages/People.tsx'), 'People') },
  { path: '/settings/tokens', component: lazyRouteComponent(() => import('./pages/Tokens.tsx'), 'Tokens') },
  {
    path: '/settings/share-links',
    component: lazyRouteComponent(() => import('./pages/ShareLinks.tsx'), 'ShareLinks'),
  },
  {
    path: '/settings/low-balance',
    component: lazyRouteComponent(() => import('./pages/LowBalance.tsx'), 'LowBalance'),
  },
  { path: '/invoices', component: lazyRouteComponent(() => import('./pages/Invoices.tsx'), 'Invoices') },
  { path: '/transactions', component: lazyRouteComponent(() => import('./pages/Transactions.tsx'), 'Transactions') },
  { path: '/charges', component: lazyRouteComponent(() => import('./pages/Charges.tsx'), 'Charges') },
  {
    path: '/charges/companies',
    component: lazyRouteComponent(() => import('./pages/CompanyCharges.tsx'), 'OwnCompanyCharges'),
  },
  {
    path: '/platform/charges',
    component: lazyRouteComponent(() => import('./pages/CompanyCharges.tsx'), 'AllCompanyCharges'),
  },
  { path: '/settings/webhook', component: lazyRouteComponent(() => import('./pages/Webhook.tsx'), 'Webhook') },
  { path: '/settings/privacy', component: lazyRouteComponent(() => import('./pages/Privacy.tsx'), 'Privacy') },
  { path: '/settings/audit', component: lazyRouteComponent(() => import('./pages/Audit.tsx'), 'CompanyAudit') },
  { path: '/platform/companies', component: lazyRouteComponent(() => import('./pages/Companies.tsx'), 'Companies') },
  {
    path: '/platform/invoices',
    component: lazyRouteComponent(() => import('./pages/StaffInvoices.tsx'), 'StaffInvoices'),
  },
  { path: '/platform/payments', component: lazyRouteComponent(() => import('./pages/Payments.tsx'), 'Payments') },
  {
    path: '/platform/statements',
    component: lazyRouteComponent(() => import('./pages/Statements.tsx'), 'Statements'),
  },
  { path: '/platform/invoicing', component: lazyRouteComponent(() => import('./pages/Invoicing.tsx'), 'Invoicing') },
  { path: '/platform/proof', component: lazyRouteComponent(() => import('./pages/Proof.tsx'), 'Proof') },
  { path: '/platform/settings', component: lazyRouteComponent(() => import('./pages/Platform.tsx'), 'Platform') },
  { path: '/platform/audit', component: lazyRouteComponent(() => import('./pages/Audit.tsx'), 'PlatformAudit') },
].map(({ path, component }) => createRoute({ getParentRoute: () => inside, path, component }))

const tree = root.addChildren([
  home,
  signIn,
  setup,
  join,
  shared,
  inside.addChildren([graphs.addChildren([analytics, notifications, chats, telephony, ...reports]), ...settings]),
])

/** Leads from a page whose session has ended to the sign-in, which leads back to it. */
export async function leaveForSignIn(router: ReturnType<typeof makeRouter>): Promise<void> {
  if (!router.state.matches.some(({ routeId }) => routeId === inside.id)) return
  await router.navigate({ to: signIn.to, search: { back: [backTo(router.latestLocation)] } })
  becomes(router.options.context.queries, undefined)
}

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
