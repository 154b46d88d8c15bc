import { Published, View } from '../api/published.js';
import { Command, Input } from '../api/inputs.js';
import { enumeration, type CodeOf } from '../api/enumeration.js';
import type { Instant } from '../clock.js';

export const JobRunOutcome = enumeration(
  'JobRunOutcome',
  { fr: 'Issue d’une tâche', en: 'Outcome of a job' },
  {
    running: { fr: 'En cours', en: 'Running' },
    done: { fr: 'Faite', en: 'Done' },
    failed: { fr: 'En échec', en: 'Failed' },
  },
);
export type JobRunOutcome = CodeOf<typeof JobRunOutcome>;

@Command('JobReportFilter', 'Which jobs')
export class JobReportFilter {
  @Input.code(JobRunOutcome, { about: 'Whose last run ended so', optional: true })
  outcome?: JobRunOutcome;
}

@View('JobReport', 'A job of the consortium: its last run, and how the runs of the last 30 days ended')
export class JobReport {
  @Published.text({ about: 'Name of the job', max: 80, example: 'people-turn-day', sql: (t) => `${t}.job` })
  job!: string;

  @Published.code(JobRunOutcome, { about: 'How the last run ended', column: false })
  outcome!: JobRunOutcome;

  @Published.instant({ about: 'When the last run began', column: false })
  startedAt!: Instant;

  @Published.instant({ about: 'When it ended; null while it runs', nullable: true, column: false })
  finishedAt!: Instant | null;

  @Published.integer({
    about: 'How long it took, in milliseconds',
    min: 0,
    nullable: true,
    example: 48,
    sql: (t) => `round(extract(epoch FROM ${t}.finished_at - ${t}.started_at) * 1000)::integer`,
  })
  durationMs!: number | null;

  @Published.integer({ about: 'Which attempt it was', min: 1, example: 1, column: false })
  attempt!: number;

  @Published.counts({ about: 'What it did, in figures', example: { closed: 3 }, column: false })
  counts!: Record<string, number>;

  @Published.text({ about: 'Code of its failure', max: 80, nullable: true, example: 'unavailable', column: false })
  failureCode!: string | null;

  @Published.integer({ about: 'Runs of the last 30 days', min: 0, example: 30, sql: () => 'r.runs' })
  runs!: number;

  @Published.integer({ about: 'Of those, failed', min: 0, example: 0, sql: () => 'r.failures' })
  failures!: number;

  @Published.instant({ about: 'When one last succeeded', nullable: true, sql: () => 'r.succeeded_at' })
  lastSucceededAt!: Instant | null;
}
