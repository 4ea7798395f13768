import {
  currency,
  json,
  list,
  object,
  oneOf,
  operation,
  ref,
  sent,
  text,
  texts,
  time,
  timeOrNothing,
  whole,
} from './openapi-parts.ts'
import type { Json } from './openapi-parts.ts'

/** Accounts in the description of the API: what they may be asked, and the bodies of that. */

const textOrNothing = { type: ['string', 'null'] }
const language = oneOf(['en', 'ru'])
const languageOrNothing = { enum: ['en', 'ru', null] }
const role = oneOf(['owner', 'finance', 'analyst', 'operator'])
const yesOrNo = { type: 'boolean' }
const anything = { description: 'Any JSON' }
const version = { ...whole, description: 'Grows with every change; send the one that was edited along.' }
const currentPassword = {
  ...text,
  description:
    'Needed where the account has one; else, and to begin a second factor, a sign-in of the last ten minutes will do.',
}
const id = { name: 'id', in: 'path', required: true, schema: text }
const name = { ...text, minLength: 1, maxLength: 100 }

const details = {
  legalName: textOrNothing,
  taxId: textOrNothing,
  country: { ...textOrNothing, description: 'ISO 3166, two letters' },
  city: textOrNothing,
  street: textOrNothing,
  postalCode: textOrNothing,
  bankName: textOrNothing,
  bankAccount: textOrNothing,
  bankCode: textOrNothing,
  email: textOrNothing,
}
const company = {
  number: whole,
  parent: { type: ['integer', 'null'], description: 'The reseller that it belongs to' },
  name: text,
  ...details,
  currency,
  zone: text,
  language,
  retentionDays: { type: ['integer', 'null'], minimum: 1, description: 'Nothing keeps details for ever.' },
  version,
}
const supplier = Object.fromEntries(
  [
    'brandName',
    'supplierName',
    'supplierTaxId',
    'supplierCountry',
    'supplierCity',
    'supplierStreet',
    'supplierPostalCode',
    'supplierEmail',
    'supplierBankName',
    'supplierBankAccount',
    'supplierBankCode',
  ].map((field) => [field, textOrNothing]),
)
const logo = { ...textOrNothing, description: 'A PNG or JPEG of 200 KB at most, as a data URL' }
const openInvitation = {
  id: text,
  email: text,
  role,
  invitedBy: textOrNothing,
  createdAt: time,
  expiresAt: time,
}
const auditEntry = object({
  place: whole,
  at: time,
  company: { type: ['integer', 'null'] },
  actor: { ...text, description: '`user:7`, `token:12`, `cli`, `system`, or `nobody` who is known' },
  actorName: text,
  address: text,
  userAgent: text,
  action: { ...text, description: 'What was done, such as `token.created`.' },
  title: texts,
  subject: text,
  before: anything,
  after: anything,
  hash: { ...text, description: 'SHA-256 over this entry and the hash of the one before' },
})
const scopeListOf = (scopes: readonly string[]) => list(oneOf(scopes))

/** The bodies of accounts by name; `scopes` is what tokens may be allowed to do. */
export function accountBodies(scopes: readonly string[]): Json {
  const scopeList = { ...scopeListOf(scopes), minItems: 1, uniqueItems: true }
  const token = {
    id: text,
    name: text,
    scopes: scopeList,
    prefix: { ...text, description: 'Its first characters, to tell it by.' },
    createdBy: {
      ...textOrNothing,
      description: 'The address of the person who made it, also when they left; null for one made at the command line.',
    },
    createdAt: time,
    expiresAt: timeOrNothing,
    lastUsedAt: timeOrNothing,
  }
  return {
    Company: object(company),
    CompanyPage: object({
      ...company,
      missingForInvoices: { ...list(text), description: 'The fields without which no invoice can be made.' },
    }),
    CompanyChange: {
      type: 'object',
      properties: {
        name,
        ...details,
        currency,
        zone: text,
        language,
        retentionDays: company.retentionDays,
        version,
      },
    },
    Companies: object({
      companies: list(
        object({
          number: whole,
          name: text,
          parent: { type: ['integer', 'null'] },
          currency,
          zone: text,
          people: whole,
        }),
      ),
    }),
    NewCompany: object({ name, zone: text, currency, language }, { parent: { type: ['integer', 'null'] } }),
    Session: object({
      user: object({ id: text, name: text, email: text }, { role }),
      scopes: scopeListOf(scopes),
      staff: yesOrNo,
      company: ref('Company'),
      companies: list(object({ number: whole, name: text, role })),
    }),
    Profile: object({
      id: text,
      email: text,
      name: text,
      language: languageOrNothing,
      hasPassword: yesOrNo,
      hasSecondFactor: yesOrNo,
      recoveryCodes: { ...whole, description: 'Unused recovery codes' },
    }),
    People: object({
      people: list(object({ id: text, email: text, name: text, role, hasSecondFactor: yesOrNo, since: time })),
    }),
    Invitations: object({ invitations: list(object(openInvitation)) }),
    NewInvitation: object({
      ...openInvitation,
      link: { ...text, description: 'To be handed on; shown once. Its secret stands behind the #.' },
    }),
    Offer: object({ email: text, role, company: text, hasAccount: yesOrNo }),
    Token: object(token),
    NewToken: object({ name, scopes: scopeList }, { expiresAt: timeOrNothing }),
    CreatedToken: object({ ...token, token: text }),
    AuditEntries: object({
      entries: list(auditEntry),
      next: { type: ['integer', 'null'], description: '`before` of the next page' },
    }),
    Platform: object({ ...supplier, logo, version }),
    PlatformChange: { type: 'object', properties: { ...supplier, logo, version } },
  }
}

const sessionPaths: Json = {
  '/api/v1/setup': {
    get: operation({
      operationId: 'isSetUp',
      summary: 'Whether anybody can sign in yet',
      body: json(object({ isSetUp: yesOrNo })),
      isPublic: true,
    }),
    post: operation({
      operationId: 'setUp',
      summary: 'Set a new installation up, with the code that its terminal shows; sets a cookie',
      requestBody: sent(
        json(object({ code: text, name, email: text, password: text, company: name, zone: text, currency, language })),
      ),
      body: json(object({ company: whole })),
      status: 201,
      isPublic: true,
    }),
  },
  '/api/v1/session': {
    get: operation({
      operationId: 'session',
      summary: 'Who is signed in, and the companies of that person',
      body: json(ref('Session')),
    }),
    post: operation({
      operationId: 'signIn',
      summary: 'Sign in with e-mail, password and, where there is a second factor, a code; sets a cookie',
      requestBody: sent(json(object({ email: text, password: text }, { code: text }))),
      body: json(ref('Session')),
      isPublic: true,
    }),
    put: operation({
      operationId: 'switchCompany',
      summary: 'Look at another company',
      requestBody: sent(json(object({ company: whole }))),
      body: json(ref('Session')),
    }),
    delete: operation({ operationId: 'signOut', summary: 'Sign out', status: 204, isPublic: true }),
  },
}

const openIdPaths: Json = {
  '/api/v1/session/oidc': {
    get: operation({
      operationId: 'beginOpenId',
      summary: 'Sends the browser to the OpenID Connect provider',
      parameters: [{ name: 'back', in: 'query', schema: text, description: 'The path to come back to.' }],
      status: 303,
      isPublic: true,
    }),
  },
  '/api/v1/session/oidc/callback': {
    get: operation({
      operationId: 'finishOpenId',
      summary: 'Where the provider sends the browser back to; sets a cookie',
      status: 303,
      isPublic: true,
    }),
  },
}

const profilePaths: Json = {
  '/api/v1/profile': {
    get: operation({ operationId: 'profile', summary: 'One’s own account', body: json(ref('Profile')) }),
    patch: operation({
      operationId: 'changeProfile',
      summary: 'Change one’s name or language',
      requestBody: sent(json({ type: 'object', properties: { name, language: languageOrNothing } })),
      body: json(ref('Profile')),
    }),
  },
  '/api/v1/profile/password': {
    put: operation({
      operationId: 'changePassword',
      summary: 'Change one’s password; every other session ends',
      requestBody: sent(json(object({ password: text }, { currentPassword }))),
      status: 204,
    }),
  },
  '/api/v1/profile/second-factor': {
    post: operation({
      operationId: 'beginSecondFactor',
      summary: 'Begin to set a second factor up (TOTP, RFC 6238)',
      requestBody: { ...sent(json(object({}, { currentPassword }))), required: false },
      body: json(object({ secret: text, url: text })),
    }),
    put: operation({
      operationId: 'confirmSecondFactor',
      summary: 'Confirm it with a first code; gives the recovery codes, shown once',
      requestBody: sent(json(object({ code: text }))),
      body: json(object({ recoveryCodes: list(text) })),
    }),
    delete: operation({
      operationId: 'removeSecondFactor',
      summary: 'Remove the second factor',
      requestBody: { ...sent(json(object({}, { currentPassword }))), required: false },
      status: 204,
    }),
  },
  '/api/v1/profile/recovery-codes': {
    post: operation({
      operationId: 'renewRecoveryCodes',
      summary: 'New recovery codes, shown once, in place of those there are',
      requestBody: { ...sent(json(object({}, { currentPassword }))), required: false },
      body: json(object({ recoveryCodes: list(text) })),
    }),
  },
  '/api/v1/profile/sessions': {
    get: operation({
      operationId: 'listSessions',
      summary: 'Where one is signed in',
      body: json(
        object({
          sessions: list(
            object({ id: text, address: text, userAgent: text, createdAt: time, lastSeenAt: time, isThis: yesOrNo }),
          ),
        }),
      ),
    }),
    delete: operation({ operationId: 'signOutElsewhere', summary: 'End all other sessions', status: 204 }),
  },
}

const peoplePaths: Json = {
  '/api/v1/people': {
    get: operation({ operationId: 'listPeople', summary: 'The people of the company', body: json(ref('People')) }),
  },
  '/api/v1/people/{id}': {
    patch: operation({
      operationId: 'changeRole',
      summary: 'Give a person another role',
      parameters: [id],
      requestBody: sent(json(object({ role }))),
      status: 204,
    }),
    delete: operation({
      operationId: 'removePerson',
      summary: 'Take a person out of the company',
      parameters: [id],
      status: 204,
    }),
  },
  '/api/v1/invitations': {
    get: operation({
      operationId: 'listInvitations',
      summary: 'The open invitations of the company',
      body: json(ref('Invitations')),
    }),
    post: operation({
      operationId: 'invite',
      summary: 'Invite a person; the link is shown once',
      requestBody: sent(json(object({ email: text, role }))),
      body: json(ref('NewInvitation')),
      status: 201,
    }),
  },
  '/api/v1/invitations/offer': {
    post: operation({
      operationId: 'invitationOffer',
      summary: 'What an invitation offers',
      requestBody: sent(json(object({ secret: text }))),
      body: json(ref('Offer')),
      isPublic: true,
    }),
  },
  '/api/v1/invitations/accept': {
    post: operation({
      operationId: 'acceptInvitation',
      summary:
        'Accept an invitation: signed in, as a new person, or with the password (and code) of an account; sets a cookie',
      requestBody: sent(json(object({ secret: text }, { name, password: text, code: text }))),
      body: json(object({ company: whole })),
      status: 201,
      isPublic: true,
    }),
  },
  '/api/v1/invitations/{id}': {
    delete: operation({
      operationId: 'revokeInvitation',
      summary: 'Take an invitation back',
      parameters: [id],
      status: 204,
    }),
  },
}

const companyPaths: Json = {
  '/api/v1/company': {
    get: operation({ operationId: 'company', summary: 'The company of the caller', body: json(ref('CompanyPage')) }),
    patch: operation({
      operationId: 'changeCompany',
      summary: 'Change the company; 409 when somebody else did in the meantime',
      requestBody: sent(json(ref('CompanyChange'))),
      body: json(ref('CompanyPage')),
    }),
  },
  '/api/v1/tokens': {
    get: operation({
      operationId: 'listTokens',
      summary: 'The tokens of the company, without their secrets',
      body: json(object({ tokens: list(ref('Token')) })),
    }),
    post: operation({
      operationId: 'createToken',
      summary: 'Make a token; its secret is shown once',
      requestBody: sent(json(ref('NewToken'))),
      body: json(ref('CreatedToken')),
      status: 201,
    }),
  },
  '/api/v1/tokens/{id}': {
    delete: operation({ operationId: 'revokeToken', summary: 'Revoke a token', parameters: [id], status: 204 }),
  },
}

const ofChain = { name: 'of', in: 'query', schema: oneOf(['platform']), description: 'The platform’s, for staff.' }

const auditPaths: Json = {
  '/api/v1/audit': {
    get: operation({
      operationId: 'audit',
      summary: 'Who did what, newest first',
      parameters: [
        ofChain,
        { name: 'q', in: 'query', schema: text, description: 'In action, subject, actor or address.' },
        { name: 'from', in: 'query', schema: time },
        { name: 'to', in: 'query', schema: time },
        { name: 'before', in: 'query', schema: whole, description: '`next` of the page before.' },
        { name: 'format', in: 'query', schema: oneOf(['json', 'csv']) },
      ],
      body: { ...json(ref('AuditEntries')), 'text/csv': text },
    }),
  },
  '/api/v1/audit/check': {
    get: operation({
      operationId: 'checkAudit',
      summary: 'Whether the audit log is as it was written',
      parameters: [ofChain],
      body: json(
        object({
          entries: whole,
          brokenAt: {
            type: ['integer', 'null'],
            description: 'The first entry that is not as it was written, or is missing.',
          },
          hash: { ...text, description: 'That of the newest entry: noted elsewhere, it shows later what was changed.' },
        }),
      ),
    }),
  },
}

const staffPaths: Json = {
  '/api/v1/companies': {
    get: operation({
      operationId: 'listCompanies',
      summary: 'All companies, for platform staff',
      parameters: [{ name: 'q', in: 'query', schema: text, description: 'In the name.' }],
      body: json(ref('Companies')),
    }),
    post: operation({
      operationId: 'createCompany',
      summary: 'Make a company, for platform staff',
      requestBody: sent(json(ref('NewCompany'))),
      body: json(ref('Company')),
      status: 201,
    }),
  },
  '/api/v1/platform': {
    get: operation({
      operationId: 'platform',
      summary: 'Supplier and branding, for platform staff',
      body: json(ref('Platform')),
    }),
    patch: operation({
      operationId: 'changePlatform',
      summary: 'Change supplier and branding, for platform staff',
      requestBody: sent(json(ref('PlatformChange'))),
      body: json(ref('Platform')),
    }),
  },
  '/api/v1/branding': {
    get: operation({
      operationId: 'branding',
      summary: 'Name and logo of the installation, and the OpenID Connect provider to sign in with',
      body: json(object({ brandName: textOrNothing, logo: textOrNothing, openIdName: textOrNothing })),
      isPublic: true,
    }),
  },
}

/** What may be asked about accounts. */
export const accountPaths: Json = {
  ...companyPaths,
  ...sessionPaths,
  ...openIdPaths,
  ...profilePaths,
  ...peoplePaths,
  ...auditPaths,
  ...staffPaths,
}
