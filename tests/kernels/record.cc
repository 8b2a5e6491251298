// Writes the recording as JSON lines.
#include "tests/kernels/record.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdio>

#include "tests/kernels/landlock_facts.h"

namespace emulation {
namespace {

// Bytes above 0x7f pass through: paths are bytes, and nearly always UTF-8.
std::string Quoted(std::string_view value) {
  std::string json = "\"";
  for (char c : value) {
    if (c == '"' || c == '\\') {
      json += '\\';
      json += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escape[8];
      snprintf(escape, sizeof(escape), "\\u%04x", c);
      json += escape;
    } else {
      json += c;
    }
  }
  return json + '"';
}

}  // namespace

Line::Line(std::string_view call) : text_("{\"call\":" + Quoted(call)) {}

Line& Line::Raw(std::string_view key, std::string_view json) {
  text_ += ',';
  text_ += Quoted(key);
  text_ += ':';
  text_ += json;
  return *this;
}

Line& Line::Text(std::string_view key, std::string_view value) {
  return Raw(key, Quoted(value));
}

Line& Line::Names(std::string_view key, const std::vector<std::string>& names) {
  std::string json = "[";
  for (const std::string& name : names) {
    if (json.size() > 1) json += ',';
    json += Quoted(name);
  }
  return Raw(key, json + "]");
}

Line& Line::Number(std::string_view key, unsigned long long value) {
  return Raw(key, std::to_string(value));
}

Line& Line::Bool(std::string_view key, bool value) {
  return Raw(key, value ? "true" : "false");
}

std::string Line::WithResult(long result) const {
  std::string value = result < 0 ? Quoted(ErrnoName(static_cast<int>(-result)))
                                 : std::to_string(result);
  return text_ + ",\"result\":" + value + "}\n";
}

bool Recorder::Open(const std::string& file) {
  if (file.empty()) return true;
  fd_ = open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  return fd_ >= 0;
}

void Recorder::Write(const std::string& line) const {
  if (fd_ < 0) return;
  if (write(fd_, line.data(), line.size()) !=
      static_cast<ssize_t>(line.size())) {
    perror("emulate_abi: writing the recording");
  }
}

}  // namespace emulation
