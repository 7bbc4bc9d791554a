//! What makes a PDF fit to be kept: the colours of the world it was made for, and a note of the rules that it follows.
//! Never a name, a date or a program in it (ISO 19005-2, level B, asks for none).

/// What the file says of itself (ISO 19005-2, 6.6.4): part 2, conformance B, and nothing else.
pub(crate) const NOTE: &str = "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
<rdf:Description rdf:about=\"\" xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\">\
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>\
</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>";

/// The name of those colours.
pub(crate) const COLOURS: &str = "sRGB IEC61966-2.1";

/// Where the light of its lamp and of its three colours lies, as XYZ seen under D50 (IEC 61966-2-1, adapted by Bradford).
const POINTS: [(&[u8; 4], [f64; 3]); 4] = [
    (b"wtpt", [0.9642, 1.0, 0.8249]),
    (b"rXYZ", [0.436_07, 0.222_49, 0.013_92]),
    (b"gXYZ", [0.385_15, 0.716_87, 0.097_08]),
    (b"bXYZ", [0.143_07, 0.060_61, 0.714_1]),
];

/// Its curve: power, slope and offset of the upper part, slope of the lower part, and where they meet (IEC 61966-2-1).
const CURVE: [f64; 5] = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.040_45];

/// The colours of a common screen as a profile (ICC.1:2010, version 4.3): three points, one curve and no more.
pub(crate) fn colours() -> Vec<u8> {
    let words = |text: &str| -> Vec<u8> {
        let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let head = [*b"mluc", [0; 4], [0, 0, 0, 1], [0, 0, 0, 12], *b"enUS"].concat();
        let length = (units.len() as u32).to_be_bytes();
        [head, length.to_vec(), 28_u32.to_be_bytes().to_vec(), units].concat()
    };
    let mut tags: Vec<(&[u8; 4], Vec<u8>)> = vec![
        (b"desc", words("sRGB")),
        (b"cprt", words("No copyright, use freely")),
    ];
    for (name, point) in POINTS {
        let numbers = point.map(fixed).concat();
        tags.push((name, [b"XYZ \0\0\0\0".to_vec(), numbers].concat()));
    }
    let curve = [
        b"para\0\0\0\0\0\x03\0\0".to_vec(),
        CURVE.map(fixed).concat(),
    ]
    .concat();
    let shared: [&[u8; 4]; 3] = [b"rTRC", b"gTRC", b"bTRC"];

    let count = tags.len() + shared.len();
    let mut table = (count as u32).to_be_bytes().to_vec();
    let mut body = Vec::new();
    let start = HEAD_BYTES + 4 + 12 * count;
    let mut entry = |name: &[u8; 4], at: usize, length: usize| {
        table.extend(name);
        table.extend((at as u32).to_be_bytes());
        table.extend((length as u32).to_be_bytes());
    };
    for (name, own) in &tags {
        entry(name, start + body.len(), own.len());
        body.extend(own);
        body.resize(body.len().next_multiple_of(4), 0);
    }
    for name in shared {
        entry(name, start + body.len(), curve.len());
    }
    body.extend(curve);
    let mut profile = head(start + body.len());
    profile.extend(table);
    profile.extend(body);
    profile
}

const HEAD_BYTES: usize = 128;

/// ICC.1:2010, 7.2: a screen of red, green and blue, connected by XYZ under D50.
fn head(length: usize) -> Vec<u8> {
    let mut head = vec![0; HEAD_BYTES];
    let mut put = |at: usize, bytes: &[u8]| head[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, &(length as u32).to_be_bytes());
    put(8, &[4, 0x30, 0, 0]);
    put(12, b"mntrRGB XYZ ");
    // A day that must be given, and is the day of the rule itself.
    put(
        24,
        &[2010_u16, 12, 1, 0, 0, 0].map(u16::to_be_bytes).concat(),
    );
    put(36, b"acsp");
    let [light, ..] = POINTS;
    put(68, &light.1.map(fixed).concat());
    head
}

/// A number in parts of 65 536 (s15Fixed16).
fn fixed(number: f64) -> [u8; 4] {
    ((number * 65_536.0).round() as i32).to_be_bytes()
}

/// Sixteen bytes that tell one file from another, from what is in it: two runs of FNV-1a over its bytes.
pub(crate) fn identity(bytes: &[u8]) -> Vec<u8> {
    let run = |start: u64| {
        bytes.iter().fold(start, |sum, &byte| {
            (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        })
    };
    let runs = [0xcbf2_9ce4_8422_2325, 0x6c62_272e_07bb_0142].map(|start| run(start).to_be_bytes());
    runs.concat()
}
