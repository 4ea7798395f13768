import { BarChart, CustomChart, LineChart, PieChart } from 'echarts/charts'
import { AxisPointerComponent, GridComponent, TitleComponent, TooltipComponent } from 'echarts/components'
import { init, use, type ECharts, type EChartsCoreOption } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

use([
  BarChart,
  CustomChart,
  LineChart,
  PieChart,
  AxisPointerComponent,
  GridComponent,
  TitleComponent,
  TooltipComponent,
  CanvasRenderer,
])

/** The only door to the chart library: what is registered here is what gets into the bundle. */
export { init }
export type { ECharts, EChartsCoreOption }
