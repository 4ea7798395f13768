import type { BrowserContext, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { camtFile, camtPayment } from './bank-statements.ts'
import { finished, folded } from './serving.ts'
import { newPerson, seriousFindings } from './visitor.ts'
import { card, expectRussian } from './web-page.ts'
import { soon, webScene } from './web-scene.ts'

/** Owner of the first company and platform staff; another of the staff; an accountant of the company; an analyst. */
let owner: BrowserContext
let boris: BrowserContext
let finance: BrowserContext
let analyst: BrowserContext

const scene = webScene('web-invoices', { TALKMETER_CHARGE_EVERY_SECONDS: '1' }, async () => {
  owner = scene.owner()
  boris = await secondOfStaff()
  finance = await joined({ role: 'finance' })
  analyst = await joined({ role: 'analyst' })
  await call(owner, 'PATCH', 'company', { zone: 'Europe/Berlin', currency: 'EUR' })
  await call(owner, 'PATCH', 'platform', supplier)
  await call(owner, 'PATCH', 'invoicing', { graceHours: 744, approvalAbove: '100.00', taxes: [tax] })
  const rates = [{ service: 'sms', price: '100' }]
  await call(owner, 'POST', 'tariffs/0-0-EUR/versions', { validFrom: '2025-01-01T00:00:00Z', rates })
  const { token } = await call<{ token: string }>(owner, 'POST', 'tokens', { name: 'feed', scopes: ['ingest'] })
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/cloudevents-batch+json' }
  await fetch(`${url()}/api/v1/events`, { method: 'POST', headers, body: JSON.stringify(messagesOfLastMonth()) })
  await folded(url())
})
const { at, browser, call, joined, place, url } = scene

const tax = { company: null, country: null, service: null, category: 'S', rate: '20', reason: null }
const supplier = {
  supplierName: 'Talk GmbH',
  supplierTaxId: 'DE123456789',
  supplierCountry: 'DE',
  supplierCity: 'Berlin',
  supplierStreet: 'Unter den Linden 1',
  supplierPostalCode: '10117',
  supplierBankName: 'Bank',
  supplierBankAccount: 'DE89370400440532013000',
  supplierBankCode: 'COBADEFFXXX',
}
const details = {
  legalName: 'Buyer AG',
  taxId: 'DE987654321',
  country: 'DE',
  city: 'Hamburg',
  street: 'Hafen 2',
  bankName: 'Bank of Hamburg',
  bankAccount: 'DE02120300000000202051',
  bankCode: 'BYLADEM1001',
  email: 'buyer@example.com',
}

/** Three text messages of a part each, which cost 100 each, so that the month comes to 360 with tax. */
function messagesOfLastMonth(): object[] {
  const now = new Date()
  const time = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), -5, 12)).toISOString()
  return [1, 2, 3].map((n) => ({
    specversion: '1.0',
    source: 'test',
    type: 'message.status',
    subject: `m${n}`,
    id: `m${n}`,
    time,
    data: { channel: 'sms', status: 'delivered', parts: 1 },
  }))
}

test('an accountant is told what is missing; an owner fills it in, makes an invoice and has its file', async () => {
  const accountant = await at(finance, '/notifications')
  await accountant.getByRole('button', { name: /^Balance/ }).click()
  await accountant.getByRole('link', { name: 'Create invoice' }).click()
  const dialog = accountant.getByRole('dialog', { name: 'Create invoice' })
  await dialog.getByText('Postal code').waitFor()
  await dialog.getByText('Ask an owner of My company').waitFor()
  expect(await dialog.getByRole('link').count()).toBe(0)
  expect(await dialog.getByRole('textbox').count()).toBe(0)

  await call(owner, 'PATCH', 'company', details)
  const page = await at(owner, '/invoices?create=invoice')
  const asking = page.getByRole('dialog', { name: 'Create invoice' })
  await asking.getByRole('link', { name: 'Postal code' }).click()
  await page.waitForURL('**/settings/company#postalCode')
  await page.getByRole('textbox', { name: 'Postal code' }).fill('20457')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('Saved', { exact: true }).waitFor()
  await page.goBack()
  await asking.getByRole('textbox', { name: 'Amount, EUR' }).fill('0')
  await asking.getByRole('button', { name: 'Create an invoice' }).click()
  await asking.getByText('It must be more than nothing.').waitFor()
  // Somebody else empties a field meanwhile.
  await call(owner, 'PATCH', 'company', { postalCode: null })
  await asking.getByRole('textbox', { name: 'Amount, EUR' }).fill('5')
  await asking.getByRole('button', { name: 'Create an invoice' }).click()
  await asking.getByRole('link', { name: 'Postal code' }).waitFor()
  await call(owner, 'PATCH', 'company', { postalCode: '20457' })
  await page.reload()
  await asking.getByRole('textbox', { name: 'Amount, EUR' }).fill('1,250.50')
  await asking.getByText('€1,250.50').waitFor()
  expect(await findings(page)).toEqual([])
  await asking.getByRole('button', { name: 'Create an invoice' }).click()
  const made = page.getByRole('dialog', { name: /^Invoice \d{4}-00001 is made$/ })
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    made.getByRole('link', { name: 'Download PDF' }).click(),
  ])
  expect(file.suggestedFilename()).toMatch(/^\d{4}-00001_\d{4}-\d\d-\d\d\.pdf$/)
  await made.getByRole('button', { name: 'Show the list' }).click()
  const row = rows(page).filter({ hasText: '-00001' }).first()
  expect(await row.textContent()).toContain('€1,250.50')
})

test('the month is a draft, then an invoice; the list is searched, put in order and cleared', async () => {
  await expect.poll(async () => (await listed()).drafts.length, soon).toBe(1)
  const page = await at(finance, '/invoices')
  await rows(page).first().getByText('Draft').first().waitFor()
  await call(owner, 'PATCH', 'invoicing', { graceHours: 0 })
  await call(owner, 'POST', 'invoicing/close', {})
  await expect.poll(async () => (await listed()).invoices.length, soon).toBe(2)
  await page.reload()
  await expect.poll(() => rows(page).count(), soon).toBe(2)
  expect(await rows(page).first().textContent()).toContain('€360.00')
  expect(await findings(page)).toEqual([])
  await page.getByRole('button', { name: 'Amount', exact: true }).click()
  await expect.poll(() => rows(page).first().textContent(), soon).toContain('€1,250.50')
  await page.getByRole('textbox', { name: 'Account number' }).fill('00002')
  await expect.poll(() => rows(page).count(), soon).toBe(1)
  expect(page.url()).toMatch(/number=00002/)
  await page.getByRole('textbox', { name: 'Account number' }).fill('77777')
  await page.getByText('No invoice fits these filters').waitFor()
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await expect.poll(() => rows(page).count(), soon).toBe(2)
  await page
    .getByRole('button', { name: /-00002$/, exact: false })
    .first()
    .click()
  const drawer = page.getByRole('dialog', { name: /^Invoice .*-00002$/ })
  const lines = drawer.getByRole('region', { name: 'Lines of the invoice' })
  await lines.getByText('€360.00').waitFor()
  expect(await lines.locator('tbody tr').first().locator('td').allTextContents()).toEqual([
    '3 parts',
    '€100.00 a part',
    '20 %'.replace(' ', '\u00a0'),
    '€300.00',
  ])
  expect(await findings(page)).toEqual([])
})

test('staff revise, another approves, and the accountant sees what changed', async () => {
  const number = (await listed()).invoices.find(({ kind }) => kind === 'usage')!.number
  const page = await at(owner, `/platform/invoices?invoice=${number}`)
  await page.getByRole('button', { name: 'Revise' }).click()
  const dialog = page.getByRole('dialog', { name: `Revise invoice ${number}` })
  await dialog.getByRole('textbox', { name: 'New amount of SMS' }).fill('150')
  await dialog.getByText('This is a large change').waitFor()
  await dialog.getByText('€180.00', { exact: true }).first().waitFor()
  expect(await findings(page)).toEqual([])
  // A slip closes neither the revision nor the invoice behind it.
  await page.keyboard.press('Escape')
  await dialog.getByRole('button', { name: 'Save the revision' }).click()
  await dialog.getByText('Fill this in.').waitFor()
  await dialog.getByRole('textbox', { name: 'Comment' }).fill('The gateway was down')
  await dialog.getByRole('button', { name: 'Save the revision' }).click()
  await page.getByText('waits until somebody else approves it').waitFor()
  await page.goto('/platform/invoices')
  await card(page, 'Revisions to approve').getByText('You proposed this').waitFor()

  const second = await at(boris, '/platform/invoices')
  await card(second, 'Revisions to approve').getByRole('button', { name: 'Approve' }).click()
  await second.getByText('No revision waits for a second person.').waitFor()
  expect(await findings(second)).toEqual([])

  const accountant = await at(finance, '/invoices')
  await accountant.getByRole('button', { name: `Revisions of ${number}: 1` }).click()
  const drawer = accountant.getByRole('dialog', { name: `Invoice ${number}` })
  const cells = drawer.getByRole('table', { name: 'Revisions' }).locator('tbody tr').first()
  expect(await cells.textContent()).toMatch(/€180\.00.*ann@example\.com.*The gateway was down/)
  const difference = drawer.getByRole('region', { name: 'What changed, line by line' })
  await difference.getByText('€300.00').first().waitFor()
  await difference.getByText('€150.00').first().waitFor()
  const [file] = await Promise.all([
    accountant.waitForEvent('download'),
    drawer.getByRole('link', { name: 'Download the PDF of As issued' }).click(),
  ])
  expect(file.suggestedFilename()).toMatch(/-00002_\d{4}-\d\d-\d\d\.pdf$/)
  expect(await findings(accountant)).toEqual([])
})

test('a payment that staff record is on the balance and in the transactions, and is taken back', async () => {
  const topUp = (await listed()).invoices.find(({ kind }) => kind === 'topup')!.number
  const page = await at(owner, '/platform/payments')
  await page.getByText('No payment was recorded yet.').waitFor()
  await page.getByRole('button', { name: 'Record a payment' }).click()
  const dialog = page.getByRole('dialog', { name: 'Record a payment' })
  await dialog.getByRole('combobox', { name: 'Company' }).click()
  await page.getByRole('option', { name: /^My company/ }).click()
  await dialog.getByRole('combobox', { name: 'For' }).click()
  await page.getByRole('option', { name: new RegExp(`^${topUp}`) }).click()
  expect(await dialog.getByRole('textbox', { name: 'Amount, EUR' }).inputValue()).toBe('1250.50')
  await dialog.getByRole('button', { name: 'Record', exact: true }).click()
  await page.getByText('€1,250.50 of My company is recorded.').waitFor()
  // It is on the bar at the top at once: what was paid, less what the month came to.
  await expect.poll(() => page.getByRole('button', { name: /^Balance/ }).textContent(), soon).toContain('€1,070.50')
  expect(await findings(page)).toEqual([])

  const accountant = await at(finance, '/transactions')
  const deposit = accountant.getByRole('table', { name: 'Deposits' }).locator('tbody tr')
  await expect.poll(() => deposit.count(), soon).toBe(1)
  expect(await deposit.textContent()).toMatch(new RegExp(`Invoice ${topUp}, €1,250\\.50.*€1,250\\.50.*1$`))
  expect(await findings(accountant)).toEqual([])
  await accountant.getByRole('link', { name: 'Charges', exact: true }).last().click()
  await accountant.waitForURL('**/charges')

  await page.getByRole('button', { name: 'Take back €1,250.50 of My company' }).click()
  const asking = page.getByRole('dialog', { name: /^Take back/ })
  await asking.getByRole('textbox', { name: 'Reason' }).fill('It was another company')
  await asking.getByRole('button', { name: 'Take back' }).click()
  await expect.poll(() => page.getByRole('table', { name: 'Payments' }).locator('tbody tr').count(), soon).toBe(2)
  await expect.poll(() => page.getByRole('button', { name: /^Balance/ }).textContent(), soon).toContain('-€180.00')
})

test('a bank statement is looked at, imported, and what waits is decided', async () => {
  const topUp = (await listed()).invoices.find(({ kind }) => kind === 'topup')!.number
  const page = await at(owner, '/platform/statements')
  const lines = [
    camtPayment({ amount: '50.00', purpose: `Invoice ${topUp}` }),
    camtPayment({ amount: '17.20', purpose: 'Thanks' }),
  ]
  const file = { name: 'bank.xml', mimeType: 'application/xml', buffer: Buffer.from(camtFile('02', lines)) }
  await page.locator('input[type=file]').setInputFiles({ ...file, buffer: Buffer.from('not a statement') })
  await page.getByText('This file could not be read.').waitFor()
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByText('Nothing is kept yet.').waitFor()
  await page.getByText(`Payment · ${topUp}`).waitFor()
  await page.getByRole('button', { name: 'Import' }).click()
  await page.getByText('The statement is imported.').waitFor()
  const waiting = card(page, 'Lines that wait for you')
  await waiting.getByRole('button', { name: 'Decide…' }).click()
  const dialog = page.getByRole('dialog', { name: 'What is €17.20?' })
  await dialog.getByRole('combobox', { name: 'It is' }).click()
  await page.getByRole('option', { name: 'no payment' }).click()
  await dialog.getByRole('button', { name: 'Ignore it' }).click()
  await dialog.getByText('Fill this in.').waitFor()
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('It is a gift')
  await dialog.getByRole('button', { name: 'Ignore it' }).click()
  await waiting.getByText('No line waits').waitFor()
  expect(await findings(page)).toEqual([])
})

test('who has no billing is told so, and sees no invoices in the menu', async () => {
  const page = await at(analyst, '/invoices')
  await page.getByText('This page is for owners and finance').waitFor()
  expect(await page.getByRole('link', { name: 'Invoices' }).count()).toBe(0)
})

test('staff set how invoices are made', async () => {
  const page = await at(owner, '/platform/invoicing')
  const form = page.getByRole('textbox', { name: 'Form of account numbers' })
  await form.fill('INV-{year}')
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('It must hold {n} once').waitFor()
  await form.fill('INV-{n:3}')
  await page.getByText('The first would be INV-001.').waitFor()
  await page.getByRole('button', { name: 'Add a rule' }).click()
  await page.getByRole('group', { name: 'Tax rule 2' }).getByRole('combobox', { name: 'Service' }).click()
  await page.getByRole('option', { name: 'Calls' }).click()
  await page.getByRole('button', { name: 'Save changes' }).click()
  await page.getByText('Saved', { exact: true }).waitFor()
  expect(await call(owner, 'GET', 'invoicing')).toMatchObject({
    numberForm: 'INV-{n:3}',
    taxes: [tax, { ...tax, service: 'call' }],
  })
  expect(await findings(page)).toEqual([])
})

test('in Russian on a phone no word is left in English, and nothing runs out of the screen', async () => {
  const session = await owner.storageState()
  const russian = await newPerson(browser(), url(), { language: 'ru', theme: 'dark', width: 390, height: 844, session })
  const { invoices } = await listed()
  const page = await at(russian, '/invoices')
  for (const path of [
    '/invoices',
    `/invoices?invoice=${invoices[0]!.number}`,
    `/invoices?invoice=${invoices[0]!.number}&show=revisions`,
    '/invoices?create=invoice',
    '/transactions',
    '/platform/invoices',
    '/platform/payments',
    '/platform/statements',
    '/platform/invoicing',
    '/settings/webhook',
  ]) {
    await page.goto(path)
    await page.locator('.records, .form, .invoice-lines, .statement-file').first().waitFor()
    await expectRussian(page, own)
    expect(await page.evaluate<number>('document.documentElement.scrollWidth'), path).toBeLessThanOrEqual(390)
  }
  await russian.close()
})

/** What people wrote, names of files and of formats. */
const own =
  /^(EUR|PDF|XML|CSV|Excel|\(?Factur-X|CII\)?|\(?UBL\)?|Buyer|AG|Talk|GmbH|Hamburg|Berlin|Hafen|Unter|den|Linden|DE|DE\d+|.*\.pdf|.*@example.com\.?|TALKMETER_SMTP_URL\.?|https|\/\/.*|ann|boris|Admin|camt\.053|MT940|1CClientBankExchange;?|zip\)?|Payer|Invoice|Thanks|is|a|gift|The|gateway|was|down|It|another|\{?(n|year|month).*|.*INV.*)$/

/** What axe finds when everything has come to its place. */
async function findings(page: Page): Promise<string[]> {
  const isMoving = () => page.evaluate<boolean>('document.getAnimations().some((one) => one instanceof CSSTransition)')
  await expect.poll(isMoving, soon).toBe(false)
  return seriousFindings(page)
}

type Listed = { drafts: object[]; invoices: { number: string; kind: string }[] }

function listed(): Promise<Listed> {
  return call<Listed>(finance, 'GET', 'invoices')
}

function rows(page: Page) {
  return page.getByRole('table', { name: 'Invoices' }).locator('tbody tr')
}

/** Somebody of the staff whom whoever runs the server let in. */
async function secondOfStaff(): Promise<BrowserContext> {
  const adding = place.talkmeter(['user', 'add', 'boris@example.com', '--company', '1', '--staff'])
  const { output } = await finished(adding)
  const person = await newPerson(browser(), url())
  const password = output.trim().split('shown only now: ').at(-1)
  await call(person, 'POST', 'session', { email: 'boris@example.com', password })
  return person
}
