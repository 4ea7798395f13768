import { encode } from 'uqr'

/** A QR code as the dark runs of its rows. */
export type Qr = { modules: number; runs: readonly { row: number; from: number; length: number }[] }

/**
 * Level M, as EPC069-12 and ГОСТ Р 56042 want. Any of the eight masks can be read; to weigh all of them takes longer than all else on the
 * page, so it is always the one that breaks up rows and columns alike.
 */
export function encodeQr(text: string): Qr {
  const { data, size } = encode(text, { ecc: 'M', boostEcc: false, border: 0, maskPattern: 3 })
  const runs = data.flatMap((row, at) => {
    const found: { row: number; from: number; length: number }[] = []
    for (let from = 0; from < size; from += 1) {
      if (row[from] !== true) continue
      let end = from
      while (row[end] === true) end += 1
      found.push({ row: at, from, length: end - from })
      from = end
    }
    return found
  })
  return { modules: size, runs }
}
