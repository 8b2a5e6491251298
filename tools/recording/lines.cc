// Written by hand, as the recorder does it between two system calls of a
// program; read by a library.
#include "tools/recording/lines.h"

#include <algorithm>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <utility>

#include "policy/utf8.h"
#include "tools/json_text.h"
#include "tools/recording/names.h"

namespace landshim {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kHexDigits = "0123456789abcdef";

// One object, on one line.
class Writer {
 public:
  // What has no other form is {"hex":"2f746d702fff"}.
  Writer& Add(std::string_view key, std::string_view text) {
    Key(key);
    Value(text);
    return *this;
  }

  Writer& Add(std::string_view key, int64_t number) {
    Key(key);
    line_ += std::to_string(number);
    return *this;
  }

  Writer& Add(std::string_view key, const std::vector<std::string>& texts) {
    Key(key);
    line_ += '[';
    for (size_t i = 0; i < texts.size(); ++i) {
      if (i > 0) line_ += ',';
      Value(texts[i]);
    }
    line_ += ']';
    return *this;
  }

  // Nothing where no flag is set.
  void AddFlags(const OpenMode& mode) {
    bool first = true;
    for (const OpenFlag& flag : kOpenFlags) {
      if (!(mode.*flag.member)) continue;
      if (first) Key("flags");
      line_ += first ? "[\"" : ",\"";
      line_ += flag.name;
      line_ += '"';
      first = false;
    }
    if (!first) line_ += ']';
  }

  Writer& AddTrue(std::string_view key) {
    Key(key);
    line_ += "true";
    return *this;
  }

  std::string Line() {
    line_ += "}\n";
    return std::move(line_);
  }

 private:
  void Key(std::string_view key) {
    line_ += line_.empty() ? "{\"" : ",\"";
    line_ += key;
    line_ += "\":";
  }

  void Value(std::string_view text) {
    if (std::all_of(text.begin(), text.end(),
                    [](char c) { return IsPlain(c); })) {
      ((line_ += '"') += text) += '"';
      return;
    }
    if (!IsUtf8(text)) {
      line_ += R"({"hex":")";
      for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        line_ += kHexDigits[byte >> 4];
        line_ += kHexDigits[byte & 15];
      }
      line_ += "\"}";
      return;
    }
    line_ += '"';
    AppendJsonString(text, &line_);
    line_ += '"';
  }

  // Most texts are nothing else.
  static bool IsPlain(char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
  }

  std::string line_ = Reserved();

  static std::string Reserved() {
    constexpr size_t kUsual = 256;
    std::string line;
    line.reserve(kUsual);
    return line;
  }
};

void AddActor(const Actor& actor, Writer* writer) {
  writer->Add("by", actor.program);
  if (actor.child) writer->AddTrue("child");
  if (actor.phase == Phase::kStart) writer->Add("phase", "start");
}

// Thrown by what follows, and never out of this file.
struct Mistake {
  std::string what;
};

const Json& Member(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) {
    throw Mistake{"there is no '" + std::string(key) + "'"};
  }
  return *found;
}

int HexValue(char c) {
  const size_t value = kHexDigits.find(c);
  if (value == std::string_view::npos) throw Mistake{"'hex' is no hex"};
  return static_cast<int>(value);
}

std::string Text(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_object()) throw Mistake{"a text is none"};
  const Json& hex = Member(value, "hex");
  if (!hex.is_string()) throw Mistake{"'hex' is no text"};
  const auto digits = hex.get<std::string>();
  if (digits.size() % 2 != 0) throw Mistake{"'hex' is cut off"};
  std::string text;
  for (size_t i = 0; i < digits.size(); i += 2) {
    text +=
        static_cast<char>(HexValue(digits[i]) * 16 + HexValue(digits[i + 1]));
  }
  return text;
}

std::string TextAt(const Json& object, const char* key) {
  return Text(Member(object, key));
}

std::string TextOrNothing(const Json& object, const char* key) {
  return object.contains(key) ? TextAt(object, key) : std::string();
}

int64_t Number(const Json& value) {
  if (!value.is_number_integer()) throw Mistake{"a number is none"};
  return value.get<int64_t>();
}

Actor ReadActor(const Json& object) {
  Actor actor = {.program = TextAt(object, "by"),
                 .child = object.value("child", false)};
  if (TextOrNothing(object, "phase") == "start") actor.phase = Phase::kStart;
  return actor;
}

RunStart ReadStart(const Json& object) {
  const int64_t version = Number(Member(object, "version"));
  if (version > kRecordingVersion) {
    throw Mistake{"it has version " + std::to_string(version) +
                  ", and this landshim reads up to " +
                  std::to_string(kRecordingVersion)};
  }
  RunStart start = {
      .id = TextAt(object, "run"),
      .program = TextAt(object, "program"),
      .directory = TextAt(object, "directory"),
      .kernel = TextAt(object, "kernel"),
      .abi = static_cast<int>(Number(Member(object, "abi"))),
      .user = static_cast<unsigned>(Number(Member(object, "user")))};
  for (const Json& word : Member(object, "command")) {
    start.command.push_back(Text(word));
  }
  for (const auto& [name, value] : Member(object, "environment").items()) {
    start.environment[name] = Text(value);
  }
  return start;
}

FileKind ReadKind(const Json& object, const char* key) {
  const std::string name = TextOrNothing(object, key);
  if (name.empty()) return FileKind::kNone;
  FileKind kind = FileKind::kNone;
  if (!FindFileKind(name, &kind)) throw Mistake{"the file kind is unknown"};
  return kind;
}

Fact ReadFact(const Json& object) {
  Fact fact = {.operation = TextAt(object, "op"),
               .path = TextOrNothing(object, "path"),
               .new_path = TextOrNothing(object, "to"),
               .kind = ReadKind(object, "kind"),
               .new_kind = ReadKind(object, "to_kind"),
               .inherited = object.value("inherited", false),
               .actor = ReadActor(object)};
  if (object.contains("flags")) {
    for (const Json& flag : object["flags"]) {
      const std::string name = Text(flag);
      bool found = false;
      for (const OpenFlag& known : kOpenFlags) {
        if (name != known.name) continue;
        fact.open.*known.member = true;
        found = true;
      }
      if (!found) throw Mistake{"the flag '" + name + "' is unknown"};
    }
  }
  if (object.contains("port")) {
    const int64_t port = Number(object["port"]);
    if (port < 0 || port > 65535) throw Mistake{"the port is none"};
    fact.port = static_cast<uint16_t>(port);
  }
  if (object.contains("error")) {
    fact.error = ErrorOfName(TextAt(object, "error"));
    if (fact.error == 0) throw Mistake{"the error is unknown"};
  }
  return fact;
}

Line Read(const Json& object) {
  if (!object.is_object()) throw Mistake{"it is no object"};
  if (object.contains("landshim")) return ReadStart(object);
  if (object.contains("op")) return ReadFact(object);
  if (object.contains("gap")) {
    return Gap{.call = TextAt(object, "call"),
               .why = TextAt(object, "gap"),
               .actor = ReadActor(object)};
  }
  if (object.contains("mark")) return RunMark{};
  if (object.contains("end")) {
    return RunEnd{static_cast<int>(Number(object["end"]))};
  }
  return Unknown{};
}

}  // namespace

std::string ToLine(const RunStart& start) {
  Writer environment;
  for (const auto& [name, value] : start.environment) {
    environment.Add(name, value);
  }
  std::string nested = start.environment.empty() ? "{}\n" : environment.Line();
  nested.pop_back();
  Writer writer;
  writer.Add("landshim", "recording")
      .Add("version", kRecordingVersion)
      .Add("run", start.id)
      .Add("program", start.program)
      .Add("command", start.command)
      .Add("directory", start.directory)
      .Add("kernel", start.kernel)
      .Add("abi", start.abi)
      .Add("user", start.user);
  std::string line = writer.Line();
  line.resize(line.size() - 2);
  return line + ",\"environment\":" + nested + "}\n";
}

std::string ToLine(const Fact& fact) {
  Writer writer;
  writer.Add("op", fact.operation);
  writer.AddFlags(fact.open);
  if (!fact.path.empty()) writer.Add("path", fact.path);
  if (fact.kind != FileKind::kNone) writer.Add("kind", NameOf(fact.kind));
  if (!fact.new_path.empty()) writer.Add("to", fact.new_path);
  if (fact.new_kind != FileKind::kNone) {
    writer.Add("to_kind", NameOf(fact.new_kind));
  }
  // What has a port has no path.
  const OperationKind* kind =
      fact.path.empty() ? FindOperationKind(fact.operation) : nullptr;
  if (kind != nullptr && kind->operands == OperandKind::kPort) {
    writer.Add("port", fact.port);
  }
  if (fact.error != 0) writer.Add("error", NameOfError(fact.error));
  if (fact.inherited) writer.AddTrue("inherited");
  AddActor(fact.actor, &writer);
  return writer.Line();
}

std::string ToLine(const Gap& gap) {
  Writer writer;
  writer.Add("gap", gap.why).Add("call", gap.call);
  AddActor(gap.actor, &writer);
  return writer.Line();
}

std::string ToLine(const RunMark& /*mark*/) {
  return Writer().AddTrue("mark").Line();
}

std::string ToLine(const RunEnd& end) {
  return Writer().Add("end", end.status).Line();
}

bool ParseLine(std::string_view text, Line* line, std::string* why) {
  try {
    *line = Read(Json::parse(text));
    return true;
  } catch (const Mistake& mistake) {
    *why = mistake.what;
  } catch (const Json::exception&) {
    *why = "it is no JSON";
  }
  *why += "; record again, or remove the line";
  return false;
}

}  // namespace landshim
