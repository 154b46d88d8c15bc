import { Column } from 'typeorm';
import { Noun, Published } from '../platform/api/published.js';
import { Record } from '../platform/database/record.js';
import type { CivilDate } from '../platform/clock.js';

/** For who lets the rooms and for the two who support: the landlord is not told who supports. */
@Noun('FlatHandover', 'flat_handovers', 'Who supports a shared flat, or the worker in charge, was handed over')
export class FlatHandover extends Record {
  @Published.id({ about: 'The shared flat' })
  flatId!: string;

  @Published.date({ about: 'The day' })
  handedOverOn!: CivilDate;

  @Published.id({ about: 'Who supported it', nullable: true })
  fromSupporterId!: string | null;

  @Published.id({ about: 'Who supports it since', nullable: true })
  toSupporterId!: string | null;

  @Published.id({ about: 'The worker in charge before', nullable: true })
  fromWorkerId!: string | null;

  @Published.id({ about: 'The worker in charge since', nullable: true })
  toWorkerId!: string | null;

  @Column({ name: 'author_organisation_id', type: 'uuid', insert: false, update: false })
  @Published.id({ about: 'The organisation that recorded it', column: false })
  authorOrganisationId!: string;

  @Column({ name: 'operator_id', type: 'uuid' })
  operatorId!: string;
}

/** Its id is the flat’s. Not for the landlord nor the coordinator: the place can say what people are supported for. */
@Noun('FlatSupport', 'flat_supports', 'Where support is found near a shared flat')
export class FlatSupport extends Record {
  @Published.text({
    about: 'Where support is found nearby',
    max: 300,
    nullable: true,
    example: 'Permanence de la rue voisine',
  })
  supportPlace!: string | null;

  @Column({ name: 'operator_id', type: 'uuid' })
  operatorId!: string;

  @Column({ name: 'supporter_id', type: 'uuid', nullable: true })
  supporterId!: string | null;
}
