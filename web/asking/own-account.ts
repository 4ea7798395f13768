import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import type { Enrolment, Offer, PlaceSignedIn, Profile } from './answers.ts'
import { ask, isSignedOut } from './ask.ts'

/** What a person asks and does about their own account. */

const retry = (times: number, error: Error) => !isSignedOut(error) && times < 1

export const profileQuery = queryOptions({
  queryKey: ['profile'],
  queryFn: () => ask<Profile>('profile'),
  staleTime: 30_000,
  retry,
})

/** Where the person is signed in, the latest used first. */
export const placesQuery = queryOptions({
  queryKey: ['profile', 'sessions'],
  queryFn: async () => (await ask<{ sessions: readonly PlaceSignedIn[] }>('profile/sessions')).sessions,
  retry,
})

/** What the secret of an invitation offers. */
export function offerQuery(secret: string) {
  return queryOptions({
    queryKey: ['offer', secret],
    queryFn: () => ask<Offer>('invitations/offer', { method: 'POST', body: { secret } }),
    retry: false,
  })
}

/** A change to the own account, after which it is asked anew. */
export function useOwnChange<Typed, Answer>(change: (typed: Typed) => Promise<Answer>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () => queries.invalidateQueries({ queryKey: profileQuery.queryKey }),
  })
}

/** Changes name and language; `after` runs before the change counts as done. */
export function useProfileChange(after: (profile: Profile) => Promise<unknown>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (typed: { name: string; language: string | null }) =>
      ask<Profile>('profile', { method: 'PATCH', body: typed }),
    onSuccess: async (profile) => {
      queries.setQueryData(profileQuery.queryKey, profile)
      await after(profile)
    },
  })
}

export const changePassword = (typed: { currentPassword?: string; password?: string }) =>
  ask('profile/password', { method: 'PUT', body: typed })

/** Begins to set a second factor up; some minutes after the sign-in the password is asked for once more. */
export const beginSecondFactor = (typed: { currentPassword?: string }) =>
  ask<Enrolment>('profile/second-factor', { method: 'POST', body: typed })

/** Ends the set-up with a first code; gives the recovery codes. */
export const confirmSecondFactor = async (code: string) =>
  (await ask<{ recoveryCodes: readonly string[] }>('profile/second-factor', { method: 'PUT', body: { code } }))
    .recoveryCodes

/** Gives new recovery codes in place of those there are. */
export const renewRecoveryCodes = async (typed: { currentPassword?: string }) =>
  (await ask<{ recoveryCodes: readonly string[] }>('profile/recovery-codes', { method: 'POST', body: typed }))
    .recoveryCodes

export const removeSecondFactor = (typed: { currentPassword?: string }) =>
  ask('profile/second-factor', { method: 'DELETE', body: typed })

export const signOutElsewhere = () => ask('profile/sessions', { method: 'DELETE' })
