import { openZipStream } from './zip-stream.ts'

/** Some short files as one ZIP file. */
export async function zipOf(files: readonly { name: string; text: string }[]): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  const zip = openZipStream(async (chunk) => void pieces.push(chunk))
  for (const { name, text } of files) {
    const part = await zip.part(name)
    await part.write(Buffer.from(text))
    await part.end()
  }
  await zip.end()
  return Buffer.concat(pieces)
}
