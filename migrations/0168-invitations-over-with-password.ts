import { body } from './in-place.js';
import { SqlMigration } from './support.js';

const SET = 'SET password_hash = new_password FROM users u';
const SET_AND_OVER = 'SET password_hash = new_password, activation_hash = NULL, activation_until = NULL FROM users u';

/** Whoever sets her own password needs her invitation no more: nobody else shall set another by it. */
export class InvitationsOverWithPassword1700000000168 extends SqlMigration {
  readonly name = 'InvitationsOverWithPassword1700000000168';

  protected readonly steps = [body('password_set(uuid, text, timestamptz)', SET, SET_AND_OVER)];

  protected readonly undo = [body('password_set(uuid, text, timestamptz)', SET_AND_OVER, SET)];
}
