import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import { Column } from 'typeorm';
import type { CivilDate } from '../platform/clock.js';
import { conflict, invalid } from '../platform/errors/failure.js';
import { IncidentKind, IncidentStatus } from './shared-flats.enums.js';

@Noun('HouseIncident', 'house_incidents', 'Something that went wrong in the life of a shared flat; for who supports it')
export class HouseIncident extends Record {
  @Published.id({ about: 'The shared flat' })
  flatId!: string;

  @Published.code(IncidentKind, { about: 'What kind' })
  kind!: IncidentKind;

  @Published.code(IncidentStatus, { about: 'Whether it is dealt with' })
  status!: IncidentStatus;

  @Published.date({ about: 'When it happened' })
  occurredOn!: CivilDate;

  @Published.text({ about: 'What happened', max: 4000, example: 'Désaccord sur le ménage de la cuisine' })
  description!: string;

  @Published.date({ about: 'When it was closed', nullable: true })
  closedOn!: CivilDate | null;

  @Published.text({ about: 'What came of it', max: 2000, nullable: true, example: 'Tour de ménage convenu' })
  outcome!: string | null;

  @Column({ name: 'supporter_id', type: 'uuid' })
  supporterId!: string;

  /** @throws incident_closed */
  demandOpen(): void {
    if (this.closedOn !== null) throw conflict('incident_closed', { closedOn: this.closedOn });
  }

  close(on: CivilDate, outcome: string): void {
    this.demandOpen();
    if (on < this.occurredOn) throw invalid('/closedOn', 'before_start', { start: this.occurredOn });
    Object.assign(this, { status: 'closed', closedOn: on, outcome });
  }
}

@Noun('IncidentFollowUp', 'incident_follow_ups', 'What was done about a house incident')
export class IncidentFollowUp extends Record {
  @Published.id({ about: 'The incident' })
  incidentId!: string;

  @Published.date({ about: 'When' })
  doneOn!: CivilDate;

  @Published.text({ about: 'What was done', max: 2000, example: 'Entretien avec les trois résidents' })
  note!: string;

  @Column({ name: 'supporter_id', type: 'uuid' })
  supporterId!: string;
}
