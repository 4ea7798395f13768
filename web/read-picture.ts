export type PictureFault = { word: 'kind' | 'size' | 'unreadable'; bytes: number }

/** As much as the API takes. */
const bytesMax = 200 * 1024
const kinds = ['image/png', 'image/jpeg']

/** Reads a PNG or JPEG that a person chose into a data URL, or says what is wrong with it. */
export async function readPicture(file: File): Promise<{ url?: string; fault?: PictureFault }> {
  const bytes = file.size
  if (!kinds.includes(file.type)) return { fault: { word: 'kind', bytes } }
  if (bytes > bytesMax) return { fault: { word: 'size', bytes } }
  try {
    // The name of a file says little; what cannot be drawn is no picture.
    const drawn = await createImageBitmap(file)
    drawn.close()
    return { url: await dataUrlOf(file) }
  } catch {
    return { fault: { word: 'unreadable', bytes } }
  }
}

/** A file as an address that holds all of it. */
export function dataUrlOf(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(reader.result as string))
    reader.addEventListener('error', () => reject(reader.error ?? new Error('unreadable')))
    reader.readAsDataURL(file)
  })
}
