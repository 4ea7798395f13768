import { createTheme, localStorageColorSchemeManager, Menu, Popover, Tooltip } from '@mantine/core'

/** Mantine as the look wants it; its colours are variables in look/frame.css, because no style tags are allowed. */
export const theme = createTheme({
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace',
  primaryColor: 'blue',
  defaultRadius: 'md',
  respectReducedMotion: true,
  components: {
    // The placeholder is no item of the menu, which confuses those who hear it read.
    Menu: Menu.extend({
      defaultProps: { radius: 10, transitionProps: { duration: 80 }, withInitialFocusPlaceholder: false },
    }),
    Popover: Popover.extend({ defaultProps: { radius: 12, transitionProps: { duration: 80 } } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 300, transitionProps: { duration: 80 } } }),
  },
})

export const colorSchemes = localStorageColorSchemeManager({ key: 'talkmeter-theme' })
