import { BarChart, CustomChart, LineChart, PieChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { init, use, type ECharts, type EChartsCoreOption } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([BarChart, CustomChart, LineChart, PieChart, GridComponent, TooltipComponent, CanvasRenderer])

/** The only door to the chart library: what is registered here is what gets into the bundle. */
export { init }
export type { ECharts, EChartsCoreOption }
