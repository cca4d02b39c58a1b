// A sound arrives: it is kept, and nothing is drawn.

import { unpack } from '../unpack.js'
import { keep } from '../audio/sounds.js'

/** What Streamlit calls when it has sent what `payload` of dashboard/components/sound.py packed. */
export default function mount({ data }) {
  const { header, arrays } = unpack(data)
  keep({ ...header, samples: arrays.samples.values, logMel: arrays.log_mel })
}
