import bindings from '@duckdb/node-bindings';
import { PREFIX_BYTES, SLOT_BYTES, INLINE_BYTES } from './string-slots.js';

const SHORT = Buffer.from('short');
const LONG = Buffer.from('longer than a slot can hold');

/**
 * Whether the engine lays out strings as its header says, on this machine: asked once at start, by writing two strings
 * through the engine and reading back their slots and where these point.
 */
export function slotsAreAsDocumented(): boolean {
  const chunk = bindings.create_data_chunk([bindings.create_logical_type(bindings.Type.VARCHAR)]);
  const vector = bindings.data_chunk_get_vector(chunk, 0);
  bindings.vector_assign_string_element_len(vector, 0, SHORT);
  bindings.vector_assign_string_element_len(vector, 1, LONG);
  const slots = new Uint8Array(2 * SLOT_BYTES);
  slots.set(bindings.vector_get_data(vector, slots.length));
  const lengths = new Uint32Array(slots.buffer);
  const inline = Buffer.from(slots.subarray(4, SLOT_BYTES));
  const prefix = slots.subarray(SLOT_BYTES + 4, SLOT_BYTES + 4 + PREFIX_BYTES);
  if (lengths[0] !== SHORT.length || lengths[SLOT_BYTES / 4] !== LONG.length) return false;
  if (!inline.equals(Buffer.concat([SHORT], INLINE_BYTES))) return false;
  if (!LONG.subarray(0, PREFIX_BYTES).equals(prefix)) return false;
  return LONG.equals(bindings.get_data_from_pointer(slots.buffer, SLOT_BYTES + 8, LONG.length));
}
