// The cursor of an alignment: an output token, perhaps a source position, and from which side they were chosen.

import { Cursor } from './cursor.js'

/** `by` says from which side the place was chosen: whose ribbons are lit. */
const AXES = { target: {}, source: { otherwise: null }, by: { otherwise: 'target' } }

export const pairCursor = (moved, report) => new Cursor(AXES, moved, report)
