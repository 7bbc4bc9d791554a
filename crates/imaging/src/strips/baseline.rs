//! Baseline JPEG (T.81, sequential DCT with Huffman codes, eight bits), one row of blocks in memory at a time.
//! Never guesses: what is missing or does not fit is damage, and every other process of T.81 is left to another decoder.

use crate::shrink::Rows;

/// Where the coefficient that comes at each place of a block belongs (T.81 figure A.6).
const ZIGZAG: [u8; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// A picture as its rows are asked for.
pub(super) struct Baseline<'a> {
    width: u32,
    height: u32,
    /// Units of blocks in a row.
    across: usize,
    channels: Vec<Channel>,
    /// Blocks that a unit holds of the finest channel, across and down.
    finest: (usize, usize),
    /// Units between two restarts; 0 for none.
    interval: usize,
    until_restart: usize,
    bits: Bits<'a>,
    /// Next row of the picture.
    row: u32,
}

/// One of brightness and the two colours.
struct Channel {
    id: u8,
    /// Blocks in a unit, across and down.
    blocks: (usize, usize),
    /// What each coefficient counts, in the order of the file.
    steps: [f32; 64],
    level: Codes,
    rest: Codes,
    /// Brightness of the block before.
    last: i32,
    /// The samples of the row of units at hand.
    strip: Vec<u8>,
}

/// What the segments before the pixels say.
#[derive(Default)]
struct Head {
    steps: [Option<[f32; 64]>; 4],
    levels: [Option<Codes>; 4],
    rests: [Option<Codes>; 4],
    interval: usize,
    frame: Option<Frame>,
}

struct Frame {
    width: u32,
    height: u32,
    /// Name, blocks across and down, table of steps.
    channels: Vec<(u8, (usize, usize), usize)>,
}

impl<'a> Baseline<'a> {
    /// Reads everything before the pixels; nothing where the file is not as it is read here.
    pub(super) fn open(bytes: &'a [u8]) -> Option<Self> {
        let mut head = Head::default();
        let mut rest = bytes.strip_prefix(&[0xFF, 0xD8])?;
        loop {
            // Any number of bytes of ones may stand before a marker (T.81 B.1.1.2).
            let ones = rest.iter().take_while(|&&byte| byte == 0xFF).count();
            let [kind, high, low] = *rest.get(ones..)?.first_chunk()?;
            let length = usize::from(u16::from_be_bytes([high, low]));
            let segment = rest.get(ones + 3..ones + 1 + length).filter(|_| ones > 0)?;
            rest = &rest[ones + 1 + length..];
            match kind {
                0xC0 | 0xC1 => head.frame = Some(Frame::read(segment)?),
                0xC4 => head.read_codes(segment)?,
                0xDB => head.read_steps(segment)?,
                0xDD => head.interval = usize::from(u16::from_be_bytes(segment.try_into().ok()?)),
                0xDA => return Self::begin(head, segment, rest),
                // Adobe notes colours that are other than brightness and two differences.
                0xEE if segment.starts_with(b"Adobe") && segment.get(11) != Some(&1) => {
                    return None;
                }
                0xE0..=0xEF | 0xFE => {}
                _ => return None,
            }
        }
    }

    fn begin(head: Head, scan: &[u8], pixels: &'a [u8]) -> Option<Self> {
        let frame = head.frame?;
        let count = frame.channels.len();
        let (&[named, ref chosen @ ..], end) = scan.split_at_checked(1 + 2 * count)? else {
            return None;
        };
        if usize::from(named) != count || *end != [0, 63, 0] {
            return None;
        }
        let is_alone = count == 1;
        let mut channels = Vec::with_capacity(count);
        for ((id, blocks, steps), chosen) in frame.channels.iter().zip(chosen.chunks_exact(2)) {
            let codes = |tables: &[Option<Codes>; 4], at: u8| tables.get(usize::from(at))?.clone();
            channels.push(Channel {
                id: *id,
                blocks: if is_alone { (1, 1) } else { *blocks },
                steps: head.steps.get(*steps).copied().flatten()?,
                level: codes(&head.levels, chosen[1] >> 4)?,
                rest: codes(&head.rests, chosen[1] & 15)?,
                last: 0,
                strip: Vec::new(),
            });
            if chosen[0] != *id {
                return None;
            }
        }
        // Three channels by the names of colours are colours.
        if channels.iter().map(|channel| channel.id).eq(*b"RGB") {
            return None;
        }
        let most = |of: fn(&Channel) -> usize| channels.iter().map(of).max();
        let finest = (
            most(|channel| channel.blocks.0)?,
            most(|channel| channel.blocks.1)?,
        );
        let across = (frame.width as usize).div_ceil(8 * finest.0);
        for channel in &mut channels {
            let (wide, high) = channel.blocks;
            if finest.0 % wide != 0 || finest.1 % high != 0 {
                return None;
            }
            channel.strip = vec![0; across * wide * 8 * high * 8];
        }
        Some(Self {
            width: frame.width,
            height: frame.height,
            across,
            channels,
            finest,
            interval: head.interval,
            until_restart: head.interval,
            bits: Bits::of(pixels),
            row: 0,
        })
    }

    /// The next row of units.
    fn read_units(&mut self) -> Option<()> {
        for unit in 0..self.across {
            if self.interval > 0 {
                if self.until_restart == 0 {
                    self.bits.restart()?;
                    self.channels
                        .iter_mut()
                        .for_each(|channel| channel.last = 0);
                    self.until_restart = self.interval;
                }
                self.until_restart -= 1;
            }
            for channel in &mut self.channels {
                let (wide, high) = channel.blocks;
                for (down, right) in (0..high).flat_map(|down| (0..wide).map(move |x| (down, x))) {
                    let block = channel.read_block(&mut self.bits)?;
                    channel.put(&block, down, unit * wide + right, self.across * wide);
                }
            }
        }
        Some(())
    }
}

impl Rows for Baseline<'_> {
    fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    fn next_into(&mut self, line: &mut [u8]) -> Option<()> {
        let strip_rows = 8 * self.finest.1;
        let row = self.row as usize % strip_rows;
        if row == 0 {
            self.read_units()?;
        }
        self.row += 1;
        let samples = |channel: &Channel| {
            let stride = self.across * channel.blocks.0 * 8;
            row * channel.blocks.1 / self.finest.1 * stride
        };
        match self.channels.as_slice() {
            [grey] => {
                let own = &grey.strip[samples(grey)..];
                for (dot, &shade) in line.chunks_exact_mut(3).zip(own) {
                    dot.fill(shade);
                }
            }
            [bright, blue, red] => {
                let rows = [bright, blue, red].map(|one| &one.strip[samples(one)..]);
                let fold = [bright, blue, red].map(|one| self.finest.0 / one.blocks.0);
                for (x, dot) in line.chunks_exact_mut(3).enumerate() {
                    let [bright, blue, red] =
                        std::array::from_fn(|at| i32::from(rows[at][x / fold[at]]));
                    dot.copy_from_slice(&colour(bright, blue - 128, red - 128));
                }
            }
            _ => return None,
        }
        Some(())
    }
}

/// JFIF 1.02, conversion from brightness and differences; in parts of 65 536.
fn colour(bright: i32, blue: i32, red: i32) -> [u8; 3] {
    let level = (bright << 16) + (1 << 15);
    [
        level + 91_881 * red,
        level - 22_554 * blue - 46_802 * red,
        level + 116_130 * blue,
    ]
    .map(|channel| (channel >> 16).clamp(0, 255) as u8)
}

impl Channel {
    /// One block of samples (T.81 F.2.2).
    fn read_block(&mut self, bits: &mut Bits<'_>) -> Option<[[f32; 8]; 8]> {
        let mut block = [[0.0; 8]; 8];
        let size = self.level.next(bits)?;
        if size > 11 {
            return None;
        }
        self.last = (self.last + bits.number(size)?).clamp(-(1 << 15), 1 << 15);
        block[0][0] = self.last as f32 * self.steps[0];
        let mut at = 1;
        while at < 64 {
            let code = self.rest.next(bits)?;
            let (zeros, size) = (usize::from(code >> 4), code & 15);
            if size == 0 {
                if zeros < 15 {
                    break;
                }
                at += 16;
                continue;
            }
            at += zeros;
            let place = usize::from(*ZIGZAG.get(at)?);
            block[place / 8][place % 8] = bits.number(size)? as f32 * self.steps[at];
            at += 1;
        }
        Some(waves(waves(block)))
    }

    fn put(&mut self, block: &[[f32; 8]; 8], down: usize, right: usize, across: usize) {
        let stride = across * 8;
        for (y, row) in block.iter().enumerate() {
            let start = (down * 8 + y) * stride + right * 8;
            for (to, sample) in self.strip[start..start + 8].iter_mut().zip(row) {
                // The cast stops at both ends.
                *to = (sample + 128.5) as u8;
            }
        }
    }
}

/// The sum of waves along columns (T.81 A.3.3), turned so that twice makes a block; opposite samples share their waves.
fn waves(block: [[f32; 8]; 8]) -> [[f32; 8]; 8] {
    // Half the cosine of eighths of a right angle and of odd sixteenths; a flat wave counts less by the root of two.
    const C: [f32; 8] = [
        0.353_553_4,
        0.490_392_64,
        0.461_939_77,
        0.415_734_8,
        0.353_553_4,
        0.277_785_12,
        0.191_341_72,
        0.097_545_16,
    ];
    const EVEN: [[f32; 4]; 4] = [
        [C[0], C[2], C[4], C[6]],
        [C[0], C[6], -C[4], -C[2]],
        [C[0], -C[6], -C[4], C[2]],
        [C[0], -C[2], C[4], -C[6]],
    ];
    const ODD: [[f32; 4]; 4] = [
        [C[1], C[3], C[5], C[7]],
        [C[3], -C[7], -C[1], -C[5]],
        [C[5], -C[1], C[7], C[3]],
        [C[7], -C[5], C[3], -C[1]],
    ];
    let mut turned = [[0.0; 8]; 8];
    for sample in 0..4 {
        let (mut even, mut odd) = ([0.0; 8], [0.0; 8]);
        for pair in 0..4 {
            for column in 0..8 {
                even[column] += EVEN[sample][pair] * block[2 * pair][column];
                odd[column] += ODD[sample][pair] * block[2 * pair + 1][column];
            }
        }
        for column in 0..8 {
            turned[column][sample] = even[column] + odd[column];
            turned[column][7 - sample] = even[column] - odd[column];
        }
    }
    turned
}

impl Frame {
    /// T.81 B.2.2, for one or three channels of eight bits.
    fn read(segment: &[u8]) -> Option<Self> {
        let [8, y1, y0, x1, x0, count, channels @ ..] = segment else {
            return None;
        };
        let (height, width) = (
            u16::from_be_bytes([*y1, *y0]),
            u16::from_be_bytes([*x1, *x0]),
        );
        let is_known = matches!(count, 1 | 3) && channels.len() == 3 * usize::from(*count);
        if !is_known || width == 0 || height == 0 {
            return None;
        }
        let channels = channels.chunks_exact(3).map(|channel| {
            let (across, down) = (usize::from(channel[1] >> 4), usize::from(channel[1] & 15));
            let is_possible = (1..=4).contains(&across) && (1..=4).contains(&down);
            is_possible.then_some((channel[0], (across, down), usize::from(channel[2])))
        });
        Some(Self {
            width: width.into(),
            height: height.into(),
            channels: channels.collect::<Option<_>>()?,
        })
    }
}

impl Head {
    /// T.81 B.2.4.1, steps of eight bits.
    fn read_steps(&mut self, mut segment: &[u8]) -> Option<()> {
        while let [at, rest @ ..] = segment {
            let (own, after) = rest.split_at_checked(64)?;
            let steps = std::array::from_fn(|at| f32::from(own[at]));
            *self.steps.get_mut(usize::from(*at))? = Some(steps);
            segment = after;
        }
        Some(())
    }

    /// T.81 B.2.4.2.
    fn read_codes(&mut self, mut segment: &[u8]) -> Option<()> {
        while let [kind, rest @ ..] = segment {
            let (counts, rest) = rest.split_first_chunk::<16>()?;
            let all = counts.iter().map(|&count| usize::from(count)).sum();
            let (values, after) = rest.split_at_checked(all)?;
            let tables = match kind >> 4 {
                0 => &mut self.levels,
                1 => &mut self.rests,
                _ => return None,
            };
            *tables.get_mut(usize::from(kind & 15))? = Some(Codes::of(counts, values)?);
            segment = after;
        }
        Some(())
    }
}

/// Bits that short codes are looked up by.
const SHORT: usize = 9;

/// A table of Huffman codes (T.81 annex C).
#[derive(Clone)]
struct Codes {
    /// Length and value by the first nine bits; length 0 for a longer code.
    short: Vec<(u8, u8)>,
    /// One beyond the last code of each length, as the first of 16 bits, and where its values lie.
    ends: [(u32, i32); 17],
    values: Vec<u8>,
}

impl Codes {
    fn of(counts: &[u8; 16], values: &[u8]) -> Option<Self> {
        let mut codes = Self {
            short: vec![(0, 0); 1 << SHORT],
            ends: [(0, 0); 17],
            values: values.to_vec(),
        };
        let (mut code, mut at) = (0_u32, 0_usize);
        for (length, &count) in (1..).zip(counts) {
            let first = code;
            for &value in values.get(at..at + usize::from(count))? {
                if length <= SHORT {
                    let from = (code as usize) << (SHORT - length);
                    let all = codes.short.get_mut(from..from + (1 << (SHORT - length)))?;
                    all.fill((length as u8, value));
                }
                code += 1;
            }
            if code > 1 << length {
                return None;
            }
            codes.ends[length] = (code << (16 - length), at as i32 - first as i32);
            at += usize::from(count);
            code <<= 1;
        }
        Some(codes)
    }

    fn next(&self, bits: &mut Bits<'_>) -> Option<u8> {
        let ahead = bits.ahead();
        let (length, value) = self.short[(ahead >> (16 - SHORT)) as usize];
        if length > 0 {
            bits.skip(length)?;
            return Some(value);
        }
        for length in SHORT + 1..=16 {
            let (end, shift) = self.ends[length];
            if ahead < end {
                bits.skip(length as u8)?;
                let at = (ahead >> (16 - length)) as i32 + shift;
                return self.values.get(usize::try_from(at).ok()?).copied();
            }
        }
        None
    }
}

/// The bits of a scan, up to the next marker.
struct Bits<'a> {
    rest: &'a [u8],
    /// Bits that were taken out and not used, uppermost first.
    held: u64,
    count: u8,
}

impl<'a> Bits<'a> {
    fn of(rest: &'a [u8]) -> Self {
        Self {
            rest,
            held: 0,
            count: 0,
        }
    }

    fn fill(&mut self) {
        while self.count <= 56 {
            let byte = match self.rest {
                // A byte of ones is followed by a zero, or it begins a marker (T.81 B.1.1.5).
                [0xFF, 0, rest @ ..] => {
                    self.rest = rest;
                    0xFF
                }
                [0xFF, ..] | [] => return,
                [byte, rest @ ..] => {
                    self.rest = rest;
                    *byte
                }
            };
            self.held |= u64::from(byte) << (56 - self.count);
            self.count += 8;
        }
    }

    /// The next 16 bits; zeros after the end.
    fn ahead(&mut self) -> u32 {
        if self.count < 16 {
            self.fill();
        }
        (self.held >> 48) as u32
    }

    fn skip(&mut self, bits: u8) -> Option<()> {
        self.count = self.count.checked_sub(bits)?;
        self.held <<= bits;
        Some(())
    }

    /// A number of `size` bits (T.81 F.2.2.1): what begins with a zero is negative.
    fn number(&mut self, size: u8) -> Option<i32> {
        if size == 0 {
            return Some(0);
        }
        let value = (self.ahead() >> (16 - size)) as i32;
        self.skip(size)?;
        let half = 1 << (size - 1);
        Some(if value < half {
            value - 2 * half + 1
        } else {
            value
        })
    }

    /// Over the marker between two intervals.
    fn restart(&mut self) -> Option<()> {
        // Less than a byte is left of the bits before it.
        if self.count >= 8 {
            return None;
        }
        let [0xFF, 0xD0..=0xD7, rest @ ..] = self.rest else {
            return None;
        };
        *self = Self::of(rest);
        Some(())
    }
}
