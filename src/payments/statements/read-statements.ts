import { isUtf8 } from 'node:buffer'
import { openZip } from '../../providers/zip-parts.ts'
import { readCamt053 } from './camt053.ts'
import { readMt940 } from './mt940.ts'
import { oneCSign, readOneC } from './one-c.ts'
import { textLines, textPieces } from './pieces.ts'
import { statementFault } from './statement.ts'
import type { Statement } from './statement.ts'

export const statementFormats = ['camt053', 'mt940', '1c'] as const
export type StatementFormat = (typeof statementFormats)[number]

/** A file may have so many bytes, also when it is unpacked. */
export const statementBytesMax = 50 * 1024 * 1024
const packedFilesMax = 200
const headBytes = 4096

/**
 * Reads the statements of a file, whatever format it is in; a ZIP file may hold several of camt.053.
 * @throws Failure unprocessable, too-large
 */
export async function readStatements(file: Buffer): Promise<{ format: StatementFormat; statements: Statement[] }> {
  if (file.length === 0) throw statementFault('', 'The file is empty.')
  if (file.length >= 4 && file.readUInt32LE(0) === zipSign)
    return { format: 'camt053', statements: await readZip(file) }
  const head = file.subarray(0, headBytes).toString('latin1')
  const start = withoutMark(head).trimStart()
  if (start.startsWith('<') || isUtf16(file)) {
    return { format: 'camt053', statements: await readCamt053(textPieces([file], xmlEncoding(file))) }
  }
  if (start.startsWith(oneCSign)) {
    return { format: '1c', statements: await readOneC(textLines(textPieces([file], oneCEncoding(file)))) }
  }
  if (/(^|[\r\n}:])\s*:20:/.test(start)) {
    const encoding = isUtf8(file) ? 'utf-8' : 'windows-1252'
    return { format: 'mt940', statements: await readMt940(textLines(textPieces([file], encoding))) }
  }
  throw statementFault(
    '',
    'It is none that is known here: camt.053 (XML, also in a ZIP file), MT940 or 1CClientBankExchange.',
  )
}

const zipSign = 0x04034b50

async function readZip(file: Buffer): Promise<Statement[]> {
  const zip = openZip(file)
  const names = zip.names.filter((name) => /\.xml$/i.test(name) && !name.startsWith('__MACOSX/'))
  if (names.length === 0) throw statementFault('', 'The ZIP file holds no XML file.')
  if (names.length > packedFilesMax) throw statementFault('', `The ZIP file holds more than ${packedFilesMax} files.`)
  const statements: Statement[] = []
  let left = statementBytesMax
  for (const name of names.toSorted()) {
    const pieces: Buffer[] = []
    for await (const piece of zip.read(name, left)) pieces.push(piece)
    const whole = Buffer.concat(pieces)
    left -= whole.length
    statements.push(...(await readCamt053(textPieces([whole], xmlEncoding(whole)))))
  }
  return statements
}

function withoutMark(head: string): string {
  return head.replace(/^\u00ef\u00bb\u00bf/, '')
}

function isUtf16(file: Buffer): boolean {
  const mark = file.length < 2 ? 0 : file.readUInt16BE(0)
  return mark === 0xfffe || mark === 0xfeff
}

const xmlEncodings = [
  'utf-8',
  'utf-16',
  'us-ascii',
  'iso-8859-1',
  'iso-8859-15',
  'windows-1250',
  'windows-1251',
  'windows-1252',
]

function xmlEncoding(file: Buffer): string {
  if (isUtf16(file)) return file[0] === 0xff ? 'utf-16le' : 'utf-16be'
  const head = withoutMark(file.subarray(0, 200).toString('latin1'))
  const [, told = 'utf-8'] = /^\s*<\?xml[^>]*\bencoding\s*=\s*["']([\w-]+)["']/.exec(head) ?? []
  const encoding = told.toLowerCase()
  if (!xmlEncodings.includes(encoding)) {
    throw statementFault('line 1', `The encoding "${told.slice(0, 40)}" is not read here; UTF-8 is.`)
  }
  return encoding === 'utf-16' ? 'utf-8' : encoding
}

/** What the file says of its encoding is believed only where it looks like it. */
function oneCEncoding(file: Buffer): string {
  if (isUtf8(file)) return 'utf-8'
  const head = file.subarray(0, headBytes)
  const isIn = (encoding: string) => /ВерсияФормата|Кодировка|РасчСчет/.test(new TextDecoder(encoding).decode(head))
  return isIn('windows-1251') ? 'windows-1251' : isIn('ibm866') ? 'ibm866' : 'windows-1251'
}
