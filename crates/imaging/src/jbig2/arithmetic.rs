//! The adaptive binary arithmetic coder of JBIG2 (ITU-T T.88 annex E), both ways.
//! Never reads beyond its bytes: a stream that ends before its marker is damaged (I10).

/// A state of the probability estimate: the share of the rarer bit, where to go after either, whether the two swap.
struct Estimate {
    rarer: u32,
    after_common: u8,
    after_rarer: u8,
    swaps: bool,
}

const fn estimate(rarer: u32, after_common: u8, after_rarer: u8, swaps: bool) -> Estimate {
    Estimate {
        rarer,
        after_common,
        after_rarer,
        swaps,
    }
}

/// T.88 table E.1.
#[rustfmt::skip]
const ESTIMATES: [Estimate; 47] = [
    estimate(0x5601, 1, 1, true), estimate(0x3401, 2, 6, false), estimate(0x1801, 3, 9, false),
    estimate(0x0AC1, 4, 12, false), estimate(0x0521, 5, 29, false), estimate(0x0221, 38, 33, false),
    estimate(0x5601, 7, 6, true), estimate(0x5401, 8, 14, false), estimate(0x4801, 9, 14, false),
    estimate(0x3801, 10, 14, false), estimate(0x3001, 11, 17, false), estimate(0x2401, 12, 18, false),
    estimate(0x1C01, 13, 20, false), estimate(0x1601, 29, 21, false), estimate(0x5601, 15, 14, true),
    estimate(0x5401, 16, 14, false), estimate(0x5101, 17, 15, false), estimate(0x4801, 18, 16, false),
    estimate(0x3801, 19, 17, false), estimate(0x3401, 20, 18, false), estimate(0x3001, 21, 19, false),
    estimate(0x2801, 22, 19, false), estimate(0x2401, 23, 20, false), estimate(0x2201, 24, 21, false),
    estimate(0x1C01, 25, 22, false), estimate(0x1801, 26, 23, false), estimate(0x1601, 27, 24, false),
    estimate(0x1401, 28, 25, false), estimate(0x1201, 29, 26, false), estimate(0x1101, 30, 27, false),
    estimate(0x0AC1, 31, 28, false), estimate(0x09C1, 32, 29, false), estimate(0x08A1, 33, 30, false),
    estimate(0x0521, 34, 31, false), estimate(0x0441, 35, 32, false), estimate(0x02A1, 36, 33, false),
    estimate(0x0221, 37, 34, false), estimate(0x0141, 38, 35, false), estimate(0x0111, 39, 36, false),
    estimate(0x0085, 40, 37, false), estimate(0x0049, 41, 38, false), estimate(0x0025, 42, 39, false),
    estimate(0x0015, 43, 40, false), estimate(0x0009, 44, 41, false), estimate(0x0005, 45, 42, false),
    estimate(0x0001, 45, 43, false), estimate(0x5601, 46, 46, false),
];

/// What is known of the bit in one context: which is commoner, and how much.
#[derive(Clone, Copy, Default)]
pub(super) struct Context {
    estimate: u8,
    common: bool,
}

impl Context {
    fn rarer(self) -> u32 {
        ESTIMATES[usize::from(self.estimate)].rarer
    }

    fn saw_common(&mut self) {
        self.estimate = ESTIMATES[usize::from(self.estimate)].after_common;
    }

    fn saw_rarer(&mut self) {
        let estimate = &ESTIMATES[usize::from(self.estimate)];
        self.common ^= estimate.swaps;
        self.estimate = estimate.after_rarer;
    }
}

/// Where the interval is renormalised.
const HALF: u32 = 0x8000;

/// T.88 annex E.2, figures E.2 to E.11; the byte before the first is there to take a carry that never comes.
pub(super) struct Encoder {
    code: u32,
    interval: u32,
    shifts: u32,
    bytes: Vec<u8>,
}

impl Encoder {
    pub(super) fn new() -> Self {
        Self {
            code: 0,
            interval: HALF,
            shifts: 12,
            bytes: vec![0],
        }
    }

    pub(super) fn bit(&mut self, context: &mut Context, bit: bool) {
        let rarer = context.rarer();
        self.interval -= rarer;
        let is_common = bit == context.common;
        if is_common && self.interval & HALF != 0 {
            self.code += rarer;
            return;
        }
        // The larger part belongs to the commoner bit, also where the estimate has become the larger one.
        if is_common == (self.interval < rarer) {
            self.interval = rarer;
        } else {
            self.code += rarer;
        }
        if is_common {
            context.saw_common();
        } else {
            context.saw_rarer();
        }
        while self.interval & HALF == 0 {
            self.interval <<= 1;
            self.code <<= 1;
            self.shifts -= 1;
            if self.shifts == 0 {
                self.byte_out();
            }
        }
    }

    /// A byte after 0xFF carries seven bits, so that no marker arises and a carry has where to go.
    fn byte_out(&mut self) {
        let last = self.bytes.last_mut().expect("it begins with a byte");
        if *last != 0xFF && self.code >= 0x800_0000 {
            *last += 1;
            self.code &= 0x7FF_FFFF;
        }
        if *last == 0xFF {
            self.bytes.push((self.code >> 20) as u8);
            self.code &= 0xF_FFFF;
            self.shifts = 7;
        } else {
            self.bytes.push((self.code >> 19) as u8);
            self.code &= 0x7_FFFF;
            self.shifts = 8;
        }
    }

    /// The bytes with the marker 0xFF 0xAC at their end.
    pub(super) fn finish(mut self) -> Vec<u8> {
        let highest = self.code + self.interval;
        self.code |= 0xFFFF;
        if self.code >= highest {
            self.code -= HALF;
        }
        for _ in 0..2 {
            self.code <<= self.shifts;
            self.byte_out();
        }
        if self.bytes.last() != Some(&0xFF) {
            self.bytes.push(0xFF);
        }
        self.bytes.push(0xAC);
        self.bytes.remove(0);
        self.bytes
    }
}

/// T.88 annex E.3, figures E.14 to E.20.
pub(super) struct Decoder<'a> {
    rest: &'a [u8],
    code: u32,
    interval: u32,
    shifts: u32,
    is_short: bool,
}

impl<'a> Decoder<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        let mut decoder = Self {
            rest: bytes,
            code: bytes.first().map_or(0, |&first| u32::from(first) << 16),
            interval: HALF,
            shifts: 0,
            is_short: bytes.is_empty(),
        };
        decoder.byte_in();
        decoder.code <<= 7;
        decoder.shifts -= 7;
        decoder
    }

    /// Whether bits were asked for after the bytes had ended without their marker.
    pub(super) fn is_short(&self) -> bool {
        self.is_short
    }

    pub(super) fn bit(&mut self, context: &mut Context) -> bool {
        let rarer = context.rarer();
        self.interval -= rarer;
        let is_upper = self.code >> 16 >= rarer;
        if is_upper {
            self.code -= rarer << 16;
            if self.interval & HALF != 0 {
                return context.common;
            }
        }
        let is_common = is_upper != (self.interval < rarer);
        if !is_upper {
            self.interval = rarer;
        }
        let bit = context.common == is_common;
        if is_common {
            context.saw_common();
        } else {
            context.saw_rarer();
        }
        while self.interval & HALF == 0 {
            if self.shifts == 0 {
                self.byte_in();
            }
            self.interval <<= 1;
            self.code <<= 1;
            self.shifts -= 1;
        }
        bit
    }

    /// At a marker it stays and feeds ones.
    fn byte_in(&mut self) {
        match *self.rest {
            [0xFF, next, ..] if next > 0x8F => {
                self.code += 0xFF00;
                self.shifts = 8;
            }
            [0xFF, next, ..] => {
                self.code += u32::from(next) << 9;
                self.shifts = 7;
                self.rest = &self.rest[1..];
            }
            [_, next, ..] => {
                self.code += u32::from(next) << 8;
                self.shifts = 8;
                self.rest = &self.rest[1..];
            }
            [] | [_] => {
                self.is_short = true;
                self.code += 0xFF00;
                self.shifts = 8;
            }
        }
    }
}
