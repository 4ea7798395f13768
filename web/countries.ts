/** The countries of ISO 3166-1 by their two letters. */
const codes =
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'

/** Countries to choose from, by their names in a language; `kept` is among them, whatever it is. */
export function countriesIn(language: string, kept: string): { value: string; label: string }[] {
  const known = codes.split(' ')
  return [...known, ...(kept === '' || known.includes(kept) ? [] : [kept])]
    .map((value) => ({ value, label: countryIn(language, value) }))
    .toSorted((a, b) => a.label.localeCompare(b.label, language))
}

/** A country by its name in a language; what is no code of one stays as it is. */
export function countryIn(language: string, code: string): string {
  try {
    return namesIn(language).of(code) ?? code
  } catch {
    return code
  }
}

const namesByLanguage = new Map<string, Intl.DisplayNames>()
function namesIn(language: string): Intl.DisplayNames {
  const names = namesByLanguage.get(language) ?? new Intl.DisplayNames(language, { type: 'region' })
  namesByLanguage.set(language, names)
  return names
}
