import { ask, isSignedOut } from './ask.ts'

/** Where people open Grafana, and the dashboards of pages there. */
export type GrafanaPlaces = { grafanaUrl: string | null; dashboards: readonly { page: string; uid: string }[] }

export const grafanaQuery = {
  queryKey: ['grafana'],
  queryFn: () => ask<GrafanaPlaces>('grafana/dashboards'),
  staleTime: Number.POSITIVE_INFINITY,
  retry: (times: number, error: Error) => !isSignedOut(error) && times < 1,
}
