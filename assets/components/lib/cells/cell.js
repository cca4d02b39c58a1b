// The drawing of any cell, by the key that core/nn/cells/family.py gives it.

import { gruCell } from './gru.js'
import { lstmCell } from './lstm.js'
import { elmanCell, jordanCell } from './simple.js'

const OTHERS = { elman: elmanCell, jordan: jordanCell, gru: gruCell }

/**
 * @param {string} key such as `lstm_cifg`
 * @param {{title: string, units: string, peephole: string}} words translated
 * @param {Object<string, {symbol: string, label: string}>} named every gate and state, those the cell lacks too
 * @returns {{drawing: Drawing, equations: Equation[], memory: string, numbers: function(Reading, object): object}}
 */
export const cellOf = (key, words, named) => (OTHERS[key] ? OTHERS[key](words, named) : lstmCell(key, words, named))
