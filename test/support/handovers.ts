import type { Job } from '../../src/platform/jobs/job.js';
import { TellSupport } from '../../src/tenancies/arrears.jobs.js';
import type { Type } from '@nestjs/common';
import type { Partner } from './actors.js';
import { deliver } from './alerts.js';
import type { TestApp } from './app.js';

interface Listed {
  readonly id: string;
  readonly relation: string;
  readonly organisationId: string;
}

/** Another supporter is let into the household’s file, and the household accepts that it takes over what the one before wrote. */
export async function handOver(householdId: string, from: Partner, to: Partner): Promise<void> {
  const household = `/v1/households/${householdId}`;
  const shared = { organisationId: to.organisationId, relation: 'supporter', informedOn: '2026-01-01' };
  await from.post(`${household}/disclosures`, shared).expect(201);
  const accepted = { fromOrganisationId: from.organisationId, toOrganisationId: to.organisationId };
  await from.post(`${household}/handover`, { ...accepted, acceptedOn: '2026-02-01' }).expect(200);
}

export async function supportEnds(partner: Partner, householdId: string): Promise<void> {
  const path = `/v1/households/${householdId}/disclosures`;
  const { data } = (await partner.get(path).expect(200)).body as { data: Listed[] };
  const own = data.find(
    ({ relation, organisationId }) => relation === 'supporter' && organisationId === partner.organisationId,
  )!;
  const { headers } = await partner.get(`${path}/${own.id}`).expect(200);
  await partner
    .post(`${path}/${own.id}/closure`)
    .set('If-Match', headers.etag as string)
    .expect(200);
}

/** Runs what a handover has asked for, as its relay would. */
export async function tellSupport(test: TestApp, consortiumId: string): Promise<void> {
  const job: Type<Job> = TellSupport;
  const waiting = await test.owner<{ data: Record<string, string> }>(
    `DELETE FROM outbox WHERE consortium_id = $1 AND job = 'support-tell' RETURNING data`,
    [consortiumId],
  );
  for (const { data } of waiting) await deliver(test, consortiumId, job, undefined, data);
}
