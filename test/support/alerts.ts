import { randomBytes, randomUUID } from 'node:crypto';
import type { Type } from '@nestjs/common';
import { provisionUser } from '../../src/identity/bootstrap.js';
import { AlertDays, ProjectCauses } from '../../src/alerts/alerts.jobs.js';
import { systemActor } from '../../src/platform/access/actor.js';
import type { StaffFunction } from '../../src/platform/access/permissions.js';
import type { WantedCause } from '../../src/platform/causes/wanted-cause.js';
import { inContext } from '../../src/platform/context.js';
import { Database } from '../../src/platform/database/database.js';
import type { Job, JobData } from '../../src/platform/jobs/job.js';
import { JobRunner } from '../../src/platform/jobs/job-runner.js';
import { withToken, type Partner } from './actors.js';
import type { TestApp } from './app.js';

export const PASSWORD = 'lampe verte sous la pluie';

/** Runs a job as its queue would deliver it; the same id is the same delivery. */
export function deliver(
  test: TestApp,
  consortiumId: string,
  job: Type<Job>,
  id: string = randomUUID(),
  data: JobData = {},
): Promise<void> {
  return test.app.get(JobRunner).run(test.app.get(job), { id, attempt: 1, consortiumId, data });
}

export const project = (test: TestApp, consortiumId: string): Promise<void> =>
  deliver(test, consortiumId, ProjectCauses);
export const turnDay = (test: TestApp, consortiumId: string): Promise<void> => deliver(test, consortiumId, AlertDays);

/** Says which causes of these kinds hold for a subject, as the feature that knows does; then their projection runs. */
export async function causesOf(
  test: TestApp,
  consortiumId: string,
  { kinds, subject }: { kinds: string[]; subject: string },
  wanted: readonly WantedCause[],
): Promise<void> {
  await inContext({ requestId: 'causes', locale: 'fr', actor: systemActor(consortiumId, 'test') }, () =>
    test.app.get(Database).work((work) => work.putCauses({ kinds, subjects: [subject] }, wanted)),
  );
  await project(test, consortiumId);
}

/** An alert for an organisation, about a subject. */
export async function alertFor(test: TestApp, partner: Partner, subject: string): Promise<string> {
  const cause = {
    kind: 'slide_due',
    subject: { type: 'placement', id: subject },
    organisationId: partner.organisationId,
    level: 'attention',
    since: '2026-01-01',
  } as const;
  await causesOf(test, partner.consortiumId, { kinds: [cause.kind], subject }, [cause]);
  const { body } = await partner.get(`/v1/alerts?subjectId=${subject}`).expect(200);
  return (body as { data: { id: string }[] }).data[0]!.id;
}

/** A person of an organisation, logged in. */
export async function personOf(
  test: TestApp,
  of: Partner,
  functions: StaffFunction[],
): Promise<Partner & { id: string; email: string }> {
  const email = `p-${randomBytes(5).toString('hex')}@partner.example`;
  const { consortiumId, organisationId } = of;
  const { userId } = await test.asOwner((owner) =>
    provisionUser(owner, { consortiumId, organisationId, email, name: 'A. Martin', functions, password: PASSWORD }),
  );
  const session = await test.http().post('/v1/sessions').send({ email, password: PASSWORD }).expect(201);
  return { ...withToken(test, of, (session.body as { accessToken: string }).accessToken), id: userId, email };
}
