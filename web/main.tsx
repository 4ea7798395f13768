import '@fontsource-variable/inter/wght.css'
import './look/mantine.css'
import './look/base.css'
import './look/frame.css'
import './look/controls.css'
import './look/forms.css'
import './look/filters.css'
import './look/cards.css'
import './look/accounts.css'
import './look/tables.css'
import './look/dialogues.css'
import './look/entries.css'
import './look/settings.css'
import './look/privacy.css'
import './look/tariffs.css'
import './look/lonely.css'
import './look/shared-page.css'
import './look/plots.css'
import './look/lanes.css'
import './look/print.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { makeQueries } from './asking/client.ts'
import { brandingQuery } from './asking/queries.ts'
import { followOtherTabs } from './asking/who-asks.ts'
import { startLanguage } from './i18n/language.ts'
import { leaveForSignIn, makeRouter } from './router.tsx'
import { colorSchemes, theme } from './theme.ts'

await startLanguage()

const queries = makeQueries(() => leaveForSignIn(router))
const router = makeRouter(queries)
followOtherTabs(queries)
void queries.prefetchQuery(brandingQuery)

createRoot(document.querySelector('#root')!).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      colorSchemeManager={colorSchemes}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
)
