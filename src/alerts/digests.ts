import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../platform/access/actor.js';
import { permissionsOfStaff, type Role, type StaffFunction } from '../platform/access/permissions.js';
import { addDays, mondayOf } from '../platform/calendar.js';
import { clock, type CivilDate } from '../platform/clock.js';
import { CONFIG, type Config } from '../platform/config.js';
import { actor, context, inContext } from '../platform/context.js';
import { Database } from '../platform/database/database.js';
import { Failure } from '../platform/errors/failure.js';
import type { JobOutcome } from '../platform/jobs/job.js';
import { Mailer, type Taking } from '../platform/mail/mailer.js';
import { forCaller } from './alert-sight.js';
import { digestMail, type KindCount } from './digest-words.js';
import type { DigestFrequency, DigestLanguage } from './notifications.enums.js';

interface Reader {
  readonly id: string;
  readonly organisationId: string;
  readonly email: string;
  readonly functions: StaffFunction[];
  readonly caseload: string;
  readonly roles: Role[];
  readonly digest: Exclude<DigestFrequency, 'none'>;
  readonly kinds: string[];
  readonly language: DigestLanguage;
  readonly period: CivilDate;
}

/** Who wants one and has not had that of today, or of this week. */
const READERS = `
  SELECT u.id, u.organisation_id AS "organisationId", u.email, u.functions, u.caseload, m.roles, p.digest, p.kinds, p.language,
    w.period
  FROM notification_preferences p
  JOIN users u ON u.consortium_id = p.consortium_id AND u.id = p.id AND u.active AND u.activated_at IS NOT NULL
  JOIN memberships m ON m.consortium_id = u.consortium_id AND m.organisation_id = u.organisation_id AND m.starts_on <= $2::date
    AND (m.ends_on IS NULL OR m.ends_on > $2::date)
  CROSS JOIN LATERAL (SELECT CASE p.digest WHEN 'weekly' THEN $3::date ELSE $2::date END AS period) w
  WHERE p.consortium_id = $1 AND p.digest <> 'none' AND NOT EXISTS (SELECT 1 FROM alert_digests d
    WHERE d.consortium_id = p.consortium_id AND d.user_id = p.id AND d.period = w.period AND d.sent_at IS NOT NULL)
  ORDER BY u.id`;

/** One of two runs gets it, and goes on with it when it is delivered again. One of another run, never sent, is free again after a while. */
const TAKE = `
  INSERT INTO alert_digests AS d (consortium_id, id, user_id, period, taken_at, run) VALUES ($1, uuid7(), $2, $3, $4, $5)
  ON CONFLICT (consortium_id, user_id, period) DO UPDATE SET taken_at = excluded.taken_at, run = excluded.run
  WHERE d.sent_at IS NULL AND (d.run = excluded.run OR d.taken_at < excluded.taken_at - interval '30 minutes')
  RETURNING d.id`;
const REFUSED = `UPDATE alert_digests SET run = NULL WHERE consortium_id = $1 AND id = $2`;
const SENT = `UPDATE alert_digests SET sent_at = $3 WHERE consortium_id = $1 AND id = $2`;
const GIVE_BACK = `DELETE FROM alert_digests WHERE consortium_id = $1 AND id = $2 AND sent_at IS NULL`;
const FORGET = `DELETE FROM alert_digests WHERE consortium_id = $1 AND period < $2`;
const KEPT_DAYS = 60;
const MOST_IN_VAIN = 3;

type Told = 'sent' | 'quiet' | 'refused' | 'deferred';

/** Tells people by e-mail how many alerts wait for them: what they would see themselves, counted under their own policies. */
@Injectable()
export class Digests {
  constructor(
    private readonly database: Database,
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Each person once a period, however often and at how many places it runs. */
  async send(): Promise<JobOutcome> {
    const counts = { readers: 0, sent: 0, quiet: 0, refused: 0, deferred: 0 };
    if (!this.mailer.isOn) return counts;
    const { consortiumId } = actor();
    const today = clock.today();
    await this.write(FORGET, [consortiumId, addDays(today, -KEPT_DAYS)]);
    const readers = await this.database.scan<Reader>(READERS, [consortiumId, today, mondayOf(today)]);
    counts.readers = readers.length;
    const inVain: unknown[] = [];
    for (const reader of readers) {
      try {
        counts[await this.tell(reader)] += 1;
      } catch (error) {
        // An address that is not taken keeps nobody else waiting; a server that is away keeps the run short.
        if (inVain.push(error) === MOST_IN_VAIN) break;
      }
    }
    if (inVain.length > 0) throw inVain[0] as Error;
    if (counts.deferred > 0) throw new Failure('unavailable', { retryAfter: 60 });
    return counts;
  }

  /** `quiet`: there is nothing to tell, or another run tells it. One that is refused stays taken: no other attempt tries it today. */
  private async tell(reader: Reader): Promise<Told> {
    const { consortiumId } = actor();
    const kinds = await this.countsFor(reader);
    if (kinds.length === 0) return 'quiet';
    const run = context().requestId;
    const [taken] = await this.write<{ id: string }>(TAKE, [consortiumId, reader.id, reader.period, clock.now(), run]);
    if (!taken) return 'quiet';
    const taking = await this.mail(reader, kinds).catch(async (error: unknown) => {
      await this.write(GIVE_BACK, [consortiumId, taken.id]);
      throw error;
    });
    if (taking === 'taken') await this.write(SENT, [consortiumId, taken.id, clock.now()]);
    else await this.write(taking === 'refused' ? REFUSED : GIVE_BACK, [consortiumId, taken.id]);
    return taking === 'taken' ? 'sent' : taking;
  }

  private mail(reader: Reader, counts: KindCount[]): Promise<Taking> {
    const mail = digestMail({ ...reader, counts, link: this.config.PASSERELLE_APP_URL });
    return this.mailer.send({ ...mail, to: reader.email, id: `digest.${reader.period}.${reader.id}` });
  }

  private countsFor(reader: Reader): Promise<KindCount[]> {
    const who = actorOf(reader, actor().consortiumId);
    if (!who.permissions.has('alerts:read')) return Promise.resolve([]);
    return inContext({ requestId: context().requestId, locale: reader.language, actor: who }, () => {
      const values: unknown[] = [who.consortiumId, who.organisationId, reader.kinds];
      return this.database.scan<KindCount>(
        `SELECT t.kind, count(*)::integer AS count, count(*) FILTER (WHERE t.level = 'urgent')::integer AS urgent FROM alerts t
         WHERE t.consortium_id = $1 AND t.organisation_id = $2 AND t.status = 'open' AND (cardinality($3::text[]) = 0 OR t.kind = ANY ($3))
           AND ${forCaller((value) => `$${values.push(value)}`)}
         GROUP BY t.kind ORDER BY t.kind`,
        values,
      );
    });
  }

  private write<T extends object>(sql: string, values: readonly unknown[]): Promise<T[]> {
    return this.database.work((work) => work.query<T>(sql, values));
  }
}

/** The reader as she would act: the database shows this run no more of her alerts than it shows her. */
function actorOf({ id, organisationId, functions, caseload, roles }: Reader, consortiumId: string): Actor {
  return {
    kind: roles.includes('coordinator') ? 'coordinator' : 'member',
    consortiumId,
    organisationId,
    principal: { type: 'user', id },
    roles,
    functions,
    permissions: permissionsOfStaff(roles, functions),
    revocable: [],
    ...(caseload === 'all' ? {} : { caseloadOf: id }),
  };
}
