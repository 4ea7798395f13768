import type { FastifyInstance } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export type MetricsRoute = {
  /** How many events wait to be folded. */
  waiting: () => number
}

/** `GET /metrics` in Prometheus' text format: requests by route, and the state of intake. */
export function metricsRoute(server: FastifyInstance, { waiting }: MetricsRoute): void {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'talkmeter_http_request_seconds',
    help: 'Duration of requests by method, route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
    registers: [registry],
  })
  const eventsWaiting = new Gauge({
    name: 'talkmeter_events_waiting',
    help: 'Durable events that are not in the facts yet',
    registers: [registry],
  })
  server.addHook('onResponse', async (request, reply) => {
    const { url: route } = request.routeOptions
    requests.observe(
      { method: request.method, route: route ?? 'none', status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    )
  })
  server.get('/metrics', async (_request, reply) => {
    eventsWaiting.set(waiting())
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}
