// ELF files of both classes, as compilers make them and as attackers might.
#include "shim/launch/elf_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/elf-em.h>
#include <linux/elf.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace landshim {
namespace {

constexpr uint64_t kRunpath = 29;

// A dynamic program of this class, with everything that is looked at.
template <typename Header, typename ProgramHeader, typename Dyn>
// NOLINTNEXTLINE(readability-function-size): one file from front to back.
std::string MakeFile(uint8_t bits, uint16_t machine,
                     const std::vector<std::pair<uint64_t, std::string>>& named,
                     const std::string& interpreter) {
  std::string strings(1, '\0');
  std::vector<Dyn> entries;
  const auto add = [&](uint64_t tag, uint64_t value) {
    Dyn entry = {};
    entry.d_tag = static_cast<decltype(entry.d_tag)>(tag);
    entry.d_un.d_val = static_cast<decltype(entry.d_un.d_val)>(value);
    entries.push_back(entry);
  };
  for (const auto& [tag, text] : named) {
    add(tag, strings.size());
    strings += text + '\0';
  }
  const size_t dynamic = sizeof(Header) + 3 * sizeof(ProgramHeader);
  const size_t text = dynamic + (entries.size() + 2) * sizeof(Dyn);
  const size_t linker = text + strings.size();
  constexpr uint64_t kAddress = 0x10000;  // where the file is mapped
  add(DT_STRTAB, kAddress + text);
  add(DT_NULL, 0);
  Header header = {};
  memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = bits;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_type = ET_DYN;
  header.e_machine = machine;
  header.e_phoff = sizeof(header);
  header.e_phentsize = sizeof(ProgramHeader);
  header.e_phnum = 3;
  const size_t linker_size = interpreter.size() + 1;
  const size_t linker_end = linker + linker_size;
  const size_t dynamic_address = kAddress + dynamic;
  ProgramHeader segments[3] = {};
  segments[0].p_type = PT_INTERP;
  segments[0].p_offset = static_cast<decltype(segments[0].p_offset)>(linker);
  segments[0].p_filesz =
      static_cast<decltype(segments[0].p_filesz)>(linker_size);
  segments[1].p_type = PT_LOAD;
  segments[1].p_vaddr = kAddress;
  segments[1].p_filesz =
      static_cast<decltype(segments[1].p_filesz)>(linker_end);
  segments[2].p_type = PT_DYNAMIC;
  segments[2].p_offset = static_cast<decltype(segments[2].p_offset)>(dynamic);
  segments[2].p_vaddr =
      static_cast<decltype(segments[2].p_vaddr)>(dynamic_address);
  segments[2].p_filesz =
      static_cast<decltype(segments[2].p_filesz)>(text - dynamic);
  std::string bytes(reinterpret_cast<const char*>(&header), sizeof(header));
  bytes.append(reinterpret_cast<const char*>(segments), sizeof(segments));
  bytes.append(reinterpret_cast<const char*>(entries.data()),
               entries.size() * sizeof(Dyn));
  return bytes + strings + interpreter + '\0';
}

const std::vector<std::pair<uint64_t, std::string>> kNamed = {
    {DT_NEEDED, "libone.so"},
    {DT_NEEDED, "/two/libtwo.so"},
    {kRunpath, "$ORIGIN/lib:/opt"},
    {DT_NEEDED, std::string(300, 'x')},
};

std::string File64(
    const std::vector<std::pair<uint64_t, std::string>>& named = kNamed) {
  return MakeFile<Elf64_Ehdr, Elf64_Phdr, Elf64_Dyn>(ELFCLASS64, EM_X86_64,
                                                     named, "/lib/ld.so");
}

std::string File32() {
  return MakeFile<Elf32_Ehdr, Elf32_Phdr, Elf32_Dyn>(ELFCLASS32, EM_386, kNamed,
                                                     "/lib/ld.so");
}

class ElfFileTest : public ::testing::Test {
 protected:
  ~ElfFileTest() override {
    close(fd_);
    pool_.Release();
  }

  void Open(const std::string& bytes) {
    close(fd_);
    fd_ =
        open(getenv("TEST_TMPDIR") == nullptr ? "/tmp" : getenv("TEST_TMPDIR"),
             O_TMPFILE | O_RDWR, 0600);
    EXPECT_EQ(write(fd_, bytes.data(), bytes.size()),
              static_cast<ssize_t>(bytes.size()));
    elf_file_.Open(fd_, &machine_, &pool_);
  }

  // False where the kernel would not execute it.
  bool Read(const std::string& bytes) {
    Open(bytes);
    return elf_file_.ReadProgram();
  }

  // False where ld.so would not load it.
  bool ReadLibrary(const std::string& bytes) {
    Open(bytes);
    return elf_file_.ReadLibrary();
  }

  std::string_view Interpreter() {
    return elf_file_.Interpreter(&word_, &damaged_);
  }

  // Everything that is there, without end for no file.
  void ReadAll() {
    Interpreter();
    if (!elf_file_.ReadDynamic()) return;
    elf_file_.Soname(&word_);
    elf_file_.Rpath(&list_);
    elf_file_.Runpath(&list_);
    for (int i = 0; elf_file_.Needed(i, &word_).data() != nullptr; ++i) {
      ASSERT_LT(i, 100000);
    }
  }

  int fd_ = -1;
  KernelMachine machine_;
  TextPool pool_;
  ElfFile elf_file_;
  bool damaged_ = false;
  WordBuffer word_;
  PathList list_;
};

TEST_F(ElfFileTest, IsReadInBothClasses) {
  for (const std::string& bytes : {File64(), File32()}) {
    ASSERT_TRUE(Read(bytes));
    EXPECT_EQ(Interpreter(), "/lib/ld.so");
    ASSERT_TRUE(elf_file_.ReadDynamic());
    EXPECT_EQ(elf_file_.Runpath(&list_), "$ORIGIN/lib:/opt");
    EXPECT_EQ(elf_file_.Rpath(&list_), "");
    EXPECT_EQ(elf_file_.Needed(0, &word_), "libone.so");
    EXPECT_EQ(elf_file_.Needed(1, &word_), "/two/libtwo.so");
    EXPECT_EQ(elf_file_.Needed(2, &word_), std::string(300, 'x'));
    EXPECT_EQ(elf_file_.Needed(3, &word_).data(), nullptr);
  }
  EXPECT_EQ(elf_file_.elf_class(), (ElfClass{ELFCLASS32, EM_386}));
}

TEST_F(ElfFileTest, HasAnRpathWhereThereIsNoRunpath) {
  ASSERT_TRUE(Read(File64({{DT_RPATH, "/a:/b"}})));
  ASSERT_TRUE(elf_file_.ReadDynamic());
  EXPECT_EQ(elf_file_.Rpath(&list_), "/a:/b");
  EXPECT_EQ(elf_file_.Runpath(&list_), "");
  EXPECT_EQ(elf_file_.Needed(0, &word_).data(), nullptr);
  ASSERT_TRUE(Read(File64({{DT_RPATH, "/a:/b"}, {kRunpath, "/c"}})));
  ASSERT_TRUE(elf_file_.ReadDynamic());
  EXPECT_EQ(elf_file_.Rpath(&list_), "");
  EXPECT_EQ(elf_file_.Runpath(&list_), "/c");
}

// Generated ones are long.
TEST_F(ElfFileTest, MayHaveALongRunpath) {
  const std::string runpath(20000, 'x');
  ASSERT_TRUE(Read(File64({{kRunpath, runpath}})));
  ASSERT_TRUE(elf_file_.ReadDynamic());
  EXPECT_EQ(elf_file_.Runpath(&list_), runpath);
}

TEST_F(ElfFileTest, IsTheRunningProgram) {
  const int own = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  ASSERT_GE(own, 0);
  elf_file_.Open(own, &machine_, &pool_);
  ASSERT_TRUE(elf_file_.ReadProgram());
  EXPECT_EQ(elf_file_.elf_class(), OwnElfClass());
  EXPECT_EQ(elf_file_.FirstBytes(4), std::string(ELFMAG, SELFMAG));
  close(own);
}

TEST_F(ElfFileTest, IsNoOtherFile) {
  for (const std::string& bytes :
       {std::string(), std::string("#!/bin/sh\n"), std::string(5000, '\0'),
        std::string(ELFMAG, SELFMAG), File64().substr(0, 63)}) {
    EXPECT_FALSE(Read(bytes));
    ReadAll();
  }
}

// The kernel goes by e_machine, ld.so by the bytes at the beginning.
TEST_F(ElfFileTest, IsReadByWhoReadsIt) {
  for (const auto& [at, byte] : {std::pair<size_t, char>{EI_DATA, ELFDATA2MSB},
                                 {EI_CLASS, ELFCLASS32},
                                 {EI_CLASS, 3}}) {
    std::string odd = File64();
    odd[at] = byte;
    EXPECT_TRUE(Read(odd)) << at;
    EXPECT_EQ(elf_file_.elf_class(), OwnElfClass()) << at;
    EXPECT_EQ(Interpreter(), "/lib/ld.so") << at;
    EXPECT_FALSE(ReadLibrary(odd)) << at;
  }
  EXPECT_TRUE(ReadLibrary(File64()));
  EXPECT_TRUE(ReadLibrary(File32()));
}

TEST_F(ElfFileTest, IsExecutedOrLoadedByItsType) {
  constexpr size_t kType = offsetof(Elf64_Ehdr, e_type);
  for (const auto& [type, executed, loaded] : {std::tuple{ET_EXEC, true, false},
                                               {ET_DYN, true, true},
                                               {ET_CORE, false, false},
                                               {ET_REL, false, false},
                                               {ET_NONE, false, false}}) {
    std::string file = File64();
    file[kType] = static_cast<char>(type);
    EXPECT_EQ(Read(file), executed) << type;
    EXPECT_EQ(ReadLibrary(file), loaded) << type;
  }
}

TEST_F(ElfFileTest, MayHaveAsManySegmentsAsTheKernelReads) {
  // The table moves to the end, behind 1000 headers of no type.
  const std::string whole = File64();
  Elf64_Ehdr header;
  memcpy(&header, whole.data(), sizeof(header));
  std::string file = whole + std::string(1000 * sizeof(Elf64_Phdr), '\0') +
                     whole.substr(header.e_phoff, 3 * sizeof(Elf64_Phdr));
  header.e_phoff = whole.size();
  header.e_phnum = 1003;
  memcpy(file.data(), &header, sizeof(header));
  ASSERT_TRUE(Read(file));
  EXPECT_EQ(Interpreter(), "/lib/ld.so");
  header.e_phnum = 1171;  // more than 64 KiB
  memcpy(file.data(), &header, sizeof(header));
  EXPECT_FALSE(Read(file));
}

TEST_F(ElfFileTest, HasAnInterpreterThatEndsWithItsSegment) {
  std::string file = File64();
  ASSERT_TRUE(Read(file));
  EXPECT_EQ(Interpreter(), "/lib/ld.so");
  EXPECT_FALSE(damaged_);
  file.back() = 'x';
  ASSERT_TRUE(Read(file));
  EXPECT_EQ(Interpreter(), "");
  EXPECT_TRUE(damaged_);
}

// A name that is cut off would be another file's.
TEST_F(ElfFileTest, NamesThatAreTooLongAreNotThere) {
  ASSERT_TRUE(Read(File64({{DT_NEEDED, std::string(4096, 'x')},
                           {DT_NEEDED, std::string(4095, 'y')},
                           {DT_SONAME, "me"}})));
  ASSERT_TRUE(elf_file_.ReadDynamic());
  EXPECT_EQ(elf_file_.Needed(0, &word_), "");
  EXPECT_NE(elf_file_.Needed(0, &word_).data(), nullptr);
  EXPECT_EQ(elf_file_.Needed(1, &word_), std::string(4095, 'y'));
  EXPECT_EQ(elf_file_.Needed(2, &word_).data(), nullptr);
  EXPECT_EQ(elf_file_.Soname(&word_), "me");
  ASSERT_TRUE(Read(File64({{kRunpath, "/a:" + std::string(1 << 15, 'x')}})));
  ASSERT_TRUE(elf_file_.ReadDynamic());
  EXPECT_EQ(elf_file_.Runpath(&list_), "");
}

// Filters and auditors are loaded as well.
TEST_F(ElfFileTest, NeedsWhatIsLoadedWithIt) {
  constexpr uint64_t kAuxiliary = 0x7ffffffd;
  constexpr uint64_t kAudit = 0x6ffffefc;
  ASSERT_TRUE(Read(File64({{kAuxiliary, "a.so"}, {kAudit, "b.so"}})));
  ASSERT_TRUE(elf_file_.ReadDynamic());
  EXPECT_EQ(elf_file_.Needed(0, &word_), "a.so");
  EXPECT_EQ(elf_file_.Needed(1, &word_), "b.so");
}

TEST_F(ElfFileTest, MayBeCutOffAnywhere) {
  for (const std::string& whole : {File64(), File32()}) {
    for (size_t size = 0; size < whole.size(); size += 3) {
      Read(whole.substr(0, size));
      ReadAll();
    }
  }
}

// The largest numbers in place of each that is added to another.
TEST_F(ElfFileTest, MayHoldNumbersThatOverflow) {
  const std::string whole = File64();
  for (const uint64_t number :
       {uint64_t{INT64_MAX}, UINT64_MAX, UINT64_MAX - 7, uint64_t{1} << 63}) {
    for (size_t at = 0; at + sizeof(number) <= whole.size() && at < 400;
         at += 4) {
      std::string damaged = whole;
      memcpy(damaged.data() + at, &number, sizeof(number));
      Read(damaged);
      ReadAll();
    }
  }
}

// Numbers that are too large, or that lead in circles.
TEST_F(ElfFileTest, MayBeDamagedAnywhere) {
  std::minstd_rand random(1);
  const char extremes[] = {'\0', '\x01', '\x7f', '\x80', '\xff'};
  for (const std::string& whole : {File64(), File32()}) {
    for (size_t at = 0; at < whole.size() && at < 400; ++at) {
      for (const size_t width : {1, 4, 8}) {
        std::string damaged = whole;
        for (size_t i = at; i < at + width && i < damaged.size(); ++i) {
          damaged[i] = extremes[random() % sizeof(extremes)];
        }
        Read(damaged);
        ReadAll();
      }
    }
  }
}

}  // namespace
}  // namespace landshim
