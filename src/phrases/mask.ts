/** What stands in a phrase for something that tells of a person; see `maskPersonal`. */
export const placeholders = { email: '‹email›', link: '‹link›', name: '‹name›', number: '‹number›' } as const

/**
 * Puts placeholders in the place of what can tell of a person: links, e-mail addresses, @names, and numbers of five digits or more,
 * however they are parted (phones, cards, documents, orders), also with letters among them. Names of people stay: only what
 * several people said is ever shown.
 * @param text short, and without signs that are not seen
 */
export function maskPersonal(text: string): string {
  // Most texts have none of this, and there are very many of them.
  // An address may look like a link at its beginning, and a link may have an address in it.
  const addressed = text.includes('@')
    ? text.replace(/\S+/g, (word) => (/:\/\/|^www\./i.test(word) ? word : word.replace(emails, placeholders.email)))
    : text
  const linked = /[.:]/.test(addressed) ? addressed.replace(links, placeholders.link) : addressed
  const named = linked.includes('@') ? linked.replace(names, `$1${placeholders.name}`) : linked
  if (!/\p{Nd}/u.test(named)) return named
  return named
    .replace(numbers, placeholders.number)
    .replace(words, (word) => (isCode(word) ? placeholders.number : word))
}

/** With a protocol, or `www`, or a path, or an ending that is seen often. */
const links =
  /(?:[a-z][a-z\d+.-]{1,20}:\/\/|mailto:|tel:|www\.)\S+|(?<![\p{L}\p{N}@.-])(?:[\p{L}\p{N}-]{1,63}\.){1,8}(?:(?:com|net|org|ru|su|рф|by|kz|ua|uk|de|fr|eu|io|me|info|biz|shop|online|site|app)(?![\p{L}\p{N}-])(?:[/?#]\S*)?|\p{L}{2,24}\/\S*)/giu
const emails = /[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,64}@[\p{L}\p{N}.-]{1,190}/gu
const names = /(^|[^\p{L}\p{N}_])@[\p{L}\p{N}_.]{2,64}/gu
const numbers = /(?:(?<!\p{L})\p{L}{1,3})?[+#№]?\p{Nd}(?:[\s().,/\u2010-\u2015\u2212:-]{0,3}\p{Nd}){4,}/gu
const words = /[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*/gu

/** Letters and digits mixed, as in numbers of orders and keys. */
function isCode(word: string): boolean {
  return word.length >= 6 && (word.match(/\p{Nd}/gu)?.length ?? 0) >= 3 && /\p{L}/u.test(word)
}
