import { ZSTDDecoder } from 'zstddec/stream';

/** What `ZSTD_decompressStream` of libzstd left behind a call. */
export interface ZstdStep {
  /** Bytes of the input that were taken. */
  readonly consumed: number;
  /** Inflated bytes, valid until the next call. */
  readonly output: Uint8Array;
  /** Whether a frame has just ended. */
  readonly atFrameEnd: boolean;
  /** libzstd's error code (zstd_errors.h), 0 for none. */
  readonly error: number;
}

/** The functions of libzstd that the WebAssembly module exports, as far as they are used. */
interface ZstdExports {
  readonly memory: { readonly buffer: ArrayBuffer };
  malloc(bytes: number): number;
  free(pointer: number): void;
  ZSTD_createDCtx(): number;
  ZSTD_freeDCtx(context: number): number;
  ZSTD_decompressStream(context: number, output: number, input: number): number;
}

export const ZSTD_ERRORS = { prefixUnknown: 10, windowTooLarge: 16, dictionaryWrong: 32 } as const;

const PIECE_BYTES = 256 * 1024;
const OUTPUT_BYTES = 256 * 1024;
/** `ZSTD_inBuffer` and `ZSTD_outBuffer` are three 32-bit words each: pointer, size, position. */
const BUFFER_STRUCT_BYTES = 12;
/** libzstd returns errors as small negative numbers. */
const LOWEST_ERROR = -1000;

let loading: Promise<ZstdExports> | undefined;

/**
 * The package's own loop over a stream never ends on damaged data and can lose the last block, so it is only asked to
 * load libzstd; the calls are ours.
 */
function loadZstd(): Promise<ZstdExports> {
  loading ??= new Promise((resolve, reject) => {
    const decoder = new ZSTDDecoder();
    const prepare = decoder._init.bind(decoder);
    decoder._init = (source: { readonly instance: { readonly exports: unknown } }) => {
      prepare(source);
      resolve(source.instance.exports as ZstdExports);
    };
    decoder.init().catch(reject);
  });
  return loading;
}

/** One stream of zstd frames (RFC 8878) through libzstd in WebAssembly; frames with windows above 128 MiB are refused. */
export class ZstdStream {
  private readonly context: number;
  private readonly inputStruct: number;
  private readonly outputStruct: number;
  private readonly inputBuffer: number;
  private readonly outputBuffer: number;

  static async open(): Promise<ZstdStream> {
    return new ZstdStream(await loadZstd());
  }

  private constructor(private readonly zstd: ZstdExports) {
    this.context = zstd.ZSTD_createDCtx();
    this.inputStruct = zstd.malloc(2 * BUFFER_STRUCT_BYTES);
    this.outputStruct = this.inputStruct + BUFFER_STRUCT_BYTES;
    this.inputBuffer = zstd.malloc(PIECE_BYTES);
    this.outputBuffer = zstd.malloc(OUTPUT_BYTES);
    if (this.outputBuffer === 0 || this.context === 0) throw new Error('no memory for the zstd decoder');
  }

  /** Takes from the beginning of `input`; without input it gives what is left inside. */
  step(input: Uint8Array): ZstdStep {
    const piece = input.subarray(0, PIECE_BYTES);
    new Uint8Array(this.zstd.memory.buffer).set(piece, this.inputBuffer);
    this.describe(this.inputStruct, this.inputBuffer, piece.length);
    this.describe(this.outputStruct, this.outputBuffer, OUTPUT_BYTES);
    const result = this.zstd.ZSTD_decompressStream(this.context, this.outputStruct, this.inputStruct);
    // The memory may have moved during the call.
    const view = new DataView(this.zstd.memory.buffer);
    const produced = view.getUint32(this.outputStruct + 8, true);
    return {
      consumed: view.getUint32(this.inputStruct + 8, true),
      output: new Uint8Array(this.zstd.memory.buffer, this.outputBuffer, produced),
      atFrameEnd: result === 0,
      error: result < 0 && result > LOWEST_ERROR ? -result : 0,
    };
  }

  close(): void {
    this.zstd.ZSTD_freeDCtx(this.context);
    for (const pointer of [this.inputStruct, this.inputBuffer, this.outputBuffer]) this.zstd.free(pointer);
  }

  private describe(struct: number, buffer: number, size: number): void {
    const view = new DataView(this.zstd.memory.buffer);
    view.setUint32(struct, buffer, true);
    view.setUint32(struct + 4, size, true);
    view.setUint32(struct + 8, 0, true);
  }
}
