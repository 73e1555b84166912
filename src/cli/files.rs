//! Reading and writing files: bounded, and all or nothing.

use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use pathloom::{Error, ErrorKind};

use super::unreadable;

/// Reads a file to its end, unless it is longer than `max_bytes`.
pub fn read(path: &Path, max_bytes: u64) -> Result<Vec<u8>, Error> {
    if path.is_dir() {
        return Err(Error::new(ErrorKind::Unavailable, "This is a folder; name the pictures in it."));
    }
    let file = fs::File::open(path).map_err(|error| unreadable(&error))?;
    read_stream(file, max_bytes)
}

/// Reads a stream to its end, unless it is longer than `max_bytes`.
pub fn read_stream(stream: impl Read, max_bytes: u64) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    stream.take(max_bytes + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > max_bytes {
        let message = format!("The file is longer than {} MiB, the most that is read.", max_bytes >> 20);
        return Err(Error::new(ErrorKind::TooLarge, message));
    }
    Ok(bytes)
}

/// Writes a file so that at each moment either the old one or the whole new one is there.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    // A link stays a link, and a device (/dev/null) is written to, not replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if target.exists() && !target.is_file() {
        return fs::OpenOptions::new().write(true).open(&target)?.write_all(text.as_bytes());
    }
    let mut name = std::ffi::OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", std::process::id()));
    let draft = target.with_file_name(name);
    let result = fs::write(&draft, text).and_then(|()| fs::rename(&draft, &target));
    if result.is_err() {
        let _ = fs::remove_file(&draft);
    }
    result
}

/// The one path of a file however it was named; works for files that are not there yet.
pub fn identity(path: &Path) -> PathBuf {
    if let Ok(found) = fs::canonicalize(path) {
        return found;
    }
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let folder = fs::canonicalize(folder)
        .or_else(|_| std::path::absolute(folder))
        .unwrap_or_else(|_| folder.to_owned());
    folder.join(path.file_name().unwrap_or_default())
}

/// Why a file can't be used, for a person.
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "There is no such file or folder.".into(),
        io::ErrorKind::PermissionDenied => "You may not open this file.".into(),
        _ => error.to_string(),
    }
}
