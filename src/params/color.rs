//! Colours as hexadecimal strings: `#rgb`, `#rrggbb`, `#rrggbbaa`.
//!
//! Nothing else of CSS is read. A full colour parser was rejected: named and functional colours
//! would need a second set of rules in the page, and a palette file is always hexadecimal.

/// Reads a colour; `None` when the text is not one of the three forms.
pub(super) fn parse(text: &str) -> Option<[u8; 4]> {
    let digits: Vec<u8> =
        text.strip_prefix('#')?.chars().map(|c| c.to_digit(16).map(|d| d as u8)).collect::<Option<_>>()?;
    match *digits.as_slice() {
        [r, g, b] => Some([r * 17, g * 17, b * 17, 255]),
        [a, b, c, d, e, f] => Some([a << 4 | b, c << 4 | d, e << 4 | f, 255]),
        [a, b, c, d, e, f, g, h] => Some([a << 4 | b, c << 4 | d, e << 4 | f, g << 4 | h]),
        _ => None,
    }
}

/// Writes a colour in the shorter of `#rrggbb` and `#rrggbbaa` that holds it.
pub(super) fn format([r, g, b, a]: [u8; 4]) -> String {
    if a == 255 { format!("#{r:02x}{g:02x}{b:02x}") } else { format!("#{r:02x}{g:02x}{b:02x}{a:02x}") }
}

#[cfg(test)]
mod tests {
    use super::{format, parse};

    #[test]
    fn reads_the_three_forms_in_either_case() {
        assert_eq!(parse("#f0a"), Some([0xff, 0x00, 0xaa, 0xff]));
        assert_eq!(parse("#12aBfe"), Some([0x12, 0xab, 0xfe, 0xff]));
        assert_eq!(parse("#12abfe80"), Some([0x12, 0xab, 0xfe, 0x80]));
    }

    #[test]
    fn refuses_everything_else() {
        for text in ["", "#", "fff", "#ff", "#ffff", "#fffff", "#fffffff", "#ggg", "#fff ", "#ＦＦＦ", "red"]
        {
            assert_eq!(parse(text), None, "{text:?}");
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        for color in [[0, 0, 0, 0], [1, 2, 3, 255], [255, 254, 253, 128]] {
            assert_eq!(parse(&format(color)), Some(color));
        }
    }
}
