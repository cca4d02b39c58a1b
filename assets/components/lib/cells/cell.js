// The drawing of any cell, by the key that core/nn/cells/family.py gives it.

import { gruCell } from './gru.js'
import { KINDS, lstmCell } from './lstm.js'
import { elmanCell, jordanCell } from './simple.js'

/**
 * @typedef {object} Cell
 * @property {import('./drawing.js').Drawing} drawing
 * @property {import('./drawing.js').Equation[]} equations
 * @property {string} memory the state that is carried on
 * @property {(reading: any, place: any) => Object<string, any>} numbers what stands on the wires at one step of one unit
 */

const OTHERS = { elman: elmanCell, jordan: jordanCell, gru: gruCell }

/** Every key that has a drawing. */
export const KEYS = [...Object.keys(OTHERS), ...Object.keys(KINDS)]

/**
 * @param {string} key such as `lstm_cifg`
 * @param {{title: string, units: string, peephole: string}} words translated
 * @param {Object<string, {symbol: string, label: string}>} named every gate and state, those the cell lacks too
 * @returns {Cell}
 */
export const cellOf = (key, words, named) => (OTHERS[key] ? OTHERS[key](words, named) : lstmCell(key, words, named))
