import type { FastifyInstance, FastifyRequest } from 'fastify'
import { readZone } from '../../measures/period.ts'
import { pages } from '../../panels/pages.ts'
import { zipOf } from '../../renderers/excel/zip-of.ts'
import { dashboardUid } from '../../renderers/grafana/dashboard.ts'
import { grafanaFiles } from '../../renderers/grafana/files.ts'
import { choice, one, parametersOf } from '../parameters.ts'

export type GrafanaFilesRoute = {
  /** The company of whoever asks; throws Failure unless they may read. */
  companyOf: (request: FastifyRequest) => Promise<{ zone: string }>
  publicUrl: string | undefined
  grafanaUrl: string | undefined
}

/** Where the dashboards of Grafana are, and the files to put there. */
export function grafanaFilesRoute(
  server: FastifyInstance,
  { companyOf, publicUrl, grafanaUrl }: GrafanaFilesRoute,
): void {
  server.get('/api/v1/grafana/dashboards', async (request) => {
    await companyOf(request)
    return {
      grafanaUrl: grafanaUrl ?? null,
      dashboards: pages.map(({ id }) => ({ page: id, uid: dashboardUid(id) })),
    }
  })

  server.get('/api/v1/grafana/files.zip', async (request, reply) => {
    const { zone: usual } = await companyOf(request)
    const parameters = parametersOf(request, ['lang', 'tz'])
    const files = grafanaFiles({
      language: choice(parameters, 'lang', ['en', 'ru'] as const) ?? 'en',
      zone: readZone(one(parameters, 'tz'), usual),
      publicUrl: publicUrl ?? `${request.protocol}://${request.host}`,
    })
    return reply
      .type('application/zip')
      .header('content-disposition', 'attachment; filename="talkmeter-grafana.zip"')
      .send(await zipOf(files))
  })
}
