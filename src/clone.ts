import { findPackageJSON } from 'node:module'
import { dirname } from 'node:path'

/** The folder of the clone, for the sources and for the built program alike. */
export const clone = dirname(findPackageJSON(import.meta.url)!)
