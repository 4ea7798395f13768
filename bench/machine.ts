import { cpus, totalmem } from 'node:os'

/** On what the figures were measured: they are only worth something beside their peers of the same run. */
export function machine(): string {
  const processors = cpus()
  return (
    `${processors.length} × ${processors[0]?.model ?? 'processor'}, ` +
    `${Math.round(totalmem() / 1024 ** 3)} GiB, ${process.platform} ${process.arch}, Node.js ${process.versions.node}`
  )
}
