// The table of dangerous places: what is secret, what others run or believe in,
// what leads out of a sandbox. The only place where they are listed.
#ifndef LANDSHIM_TOOLS_SYSTEM_DANGEROUS_TABLE_H_
#define LANDSHIM_TOOLS_SYSTEM_DANGEROUS_TABLE_H_

#include <cstdint>
#include <string_view>

namespace landshim {

enum class DangerKind : uint8_t {
  kBroad,          // too much as a whole; what is in it is not
  kSecret,         // keys and passwords: to be read
  kStartUp,        // run without a sandbox when something else starts
  kSchedule,       // started by the system or the session
  kKeys,           // who may log in
  kPathDirectory,  // in which others find programs
  kSystem,         // what the system believes
  kKernel,         // settings of the kernel
  kDevice,         // disks, memory and others that reach past all files
  kSocket,         // of who does things outside for whoever connects
  kPolicy,         // by which the next start is bound
  kLandshim,       // of what landshim consists
  kScope,          // no place: processes outside
};

// Where a row's place is relative to.
enum class PlaceBase : uint8_t {
  kRoot,
  kHome,      // of any user
  kConfig,    // $XDG_CONFIG_HOME, and ~/.config of any user
  kData,      // $XDG_DATA_HOME, and ~/.local/share of any user
  kAnywhere,  // a name in whatever directory
};

enum class PlaceReach : uint8_t {
  kAllBeneath,
  kFilesIn,  // the files right in a directory
  // All beneath, too much to be warned of: it is only never granted unasked.
  kUnasked,
};

struct DangerousRow {
  DangerKind kind;
  PlaceBase base;
  std::string_view place;  // '*' stands for any part of a name
  // Behind a broad, secret or device place: what it is. Behind others a clause:
  // "the program can change PLACE, which cron runs".
  std::string_view what;
  PlaceReach reach = PlaceReach::kAllBeneath;
};

namespace dangerous {

using enum DangerKind;
using enum PlaceBase;
using enum PlaceReach;

inline constexpr std::string_view kKeysOfUser = "the user's keys";
inline constexpr std::string_view kPasswords = "passwords and keys";
inline constexpr std::string_view kBrowser =
    "a browser's passwords and sessions";
inline constexpr std::string_view kHistory = "what was typed, passwords too";
inline constexpr std::string_view kShells = "which shells run when they start";
inline constexpr std::string_view kLogins =
    "which is run when somebody logs in";
inline constexpr std::string_view kSessions =
    "which sessions take their settings from";
inline constexpr std::string_view kEditors = "from which editors run commands";
inline constexpr std::string_view kTools =
    "from which programs take what they run";
inline constexpr std::string_view kGit = "from which git runs programs";
inline constexpr std::string_view kMail = "from which mail starts programs";
inline constexpr std::string_view kModules =
    "from which interpreters load code";
inline constexpr std::string_view kCron = "which cron runs";
inline constexpr std::string_view kSystemd =
    "from which systemd starts services";
inline constexpr std::string_view kBoot = "which is run when the system starts";
inline constexpr std::string_view kDesktop =
    "from which desktops start programs";
inline constexpr std::string_view kRotation =
    "from which log rotation starts programs";
inline constexpr std::string_view kPackages =
    "from which package managers run programs";
inline constexpr std::string_view kEngines =
    "from which containers are made and started";
inline constexpr std::string_view kSsh = "which says who may log in";
inline constexpr std::string_view kSshRuns = "which makes ssh run programs";
inline constexpr std::string_view kUsers = "which says who the users are";
inline constexpr std::string_view kRoots = "which says who becomes root";
inline constexpr std::string_view kTrust = "which says whom programs trust";
inline constexpr std::string_view kNames = "which says where names lead";
inline constexpr std::string_view kLoader =
    "from which every program loads code";
inline constexpr std::string_view kKernelCode =
    "from which the kernel loads code";
inline constexpr std::string_view kPath = "a directory of PATH";
inline constexpr std::string_view kSetting = "a setting of the system";
inline constexpr std::string_view kInstalled = "of which the system consists";
inline constexpr std::string_view kKernelSetting = "a setting of the kernel";
inline constexpr std::string_view kBus =
    "by which the session or the system starts programs";
inline constexpr std::string_view kScreen =
    "by which one types into other programs";
inline constexpr std::string_view kAgent = "which uses the user's keys";
inline constexpr std::string_view kServer = "which runs commands for others";
inline constexpr std::string_view kEngine =
    "which controls all containers, and the machine";

// clang-format off

inline constexpr DangerousRow kRows[] = {
    {kBroad, kRoot, "/", "every file of the machine"},
    {kBroad, kRoot, "/etc", "the settings of the whole system"},
    {kBroad, kRoot, "/proc", "what runs on this machine, and the kernel's settings"},
    {kBroad, kRoot, "/sys", "the machine's devices and the kernel's settings"},
    {kBroad, kRoot, "/dev", "every device, disks and memory among them"},
    {kBroad, kRoot, "/root", "everything of the user root"},
    {kBroad, kRoot, "/home", "everything of every user"},
    {kBroad, kRoot, "/home/*", "everything of a user, keys and passwords too"},

    {kSecret, kAnywhere, ".ssh", kKeysOfUser},
    {kSecret, kAnywhere, ".gnupg", kKeysOfUser},
    {kSecret, kAnywhere, ".aws", "the user's passwords for the cloud"},
    {kSecret, kAnywhere, ".kube", "the user's passwords for clusters"},
    {kSecret, kHome, "/.azure", "the user's passwords for the cloud"},
    {kSecret, kConfig, "/gcloud", "the user's passwords for the cloud"},
    {kSecret, kConfig, "/doctl", "the user's passwords for the cloud"},
    {kSecret, kHome, "/.terraform.d", "the user's passwords for the cloud"},
    {kSecret, kHome, "/.s3cfg", "the user's passwords for the cloud"},
    {kSecret, kHome, "/.boto", "the user's passwords for the cloud"},
    {kSecret, kHome, "/.netrc", kPasswords},
    {kSecret, kHome, "/.authinfo*", kPasswords},
    {kSecret, kHome, "/.git-credentials", kPasswords},
    {kSecret, kConfig, "/git/credentials", kPasswords},
    {kSecret, kHome, "/.pgpass", kPasswords},
    {kSecret, kHome, "/.my.cnf", kPasswords},
    {kSecret, kHome, "/.mylogin.cnf", kPasswords},
    {kSecret, kHome, "/.npmrc", kPasswords},
    {kSecret, kHome, "/.pypirc", kPasswords},
    {kSecret, kHome, "/.cargo/credentials*", kPasswords},
    {kSecret, kHome, "/.gem/credentials", kPasswords},
    {kSecret, kHome, "/.m2/settings*", kPasswords},
    {kSecret, kHome, "/.gradle/gradle.properties", kPasswords},
    {kSecret, kHome, "/.docker", kPasswords},
    {kSecret, kHome, "/.dockercfg", kPasswords},
    {kSecret, kConfig, "/containers/auth.json", kPasswords},
    {kSecret, kHome, "/.password-store", kPasswords},
    {kSecret, kHome, "/.vault-token", kPasswords},
    {kSecret, kHome, "/.pki", kPasswords},
    {kSecret, kConfig, "/gh", kPasswords},
    {kSecret, kConfig, "/hub", kPasswords},
    {kSecret, kConfig, "/glab-cli", kPasswords},
    {kSecret, kConfig, "/rclone", kPasswords},
    {kSecret, kConfig, "/sops", kPasswords},
    {kSecret, kConfig, "/age", kPasswords},
    {kSecret, kConfig, "/op", kPasswords},
    {kSecret, kConfig, "/Bitwarden*", kPasswords},
    {kSecret, kConfig, "/keepassxc", kPasswords},
    {kSecret, kData, "/keyrings", kPasswords},
    {kSecret, kData, "/kwalletd", kPasswords},
    {kSecret, kData, "/remmina", kPasswords},
    {kSecret, kHome, "/.mozilla", kBrowser},
    {kSecret, kHome, "/.thunderbird", "mail, and its passwords"},
    {kSecret, kConfig, "/google-chrome*", kBrowser},
    {kSecret, kConfig, "/chromium", kBrowser},
    {kSecret, kConfig, "/BraveSoftware", kBrowser},
    {kSecret, kConfig, "/microsoft-edge*", kBrowser},
    {kSecret, kConfig, "/vivaldi*", kBrowser},
    {kSecret, kConfig, "/opera*", kBrowser},
    {kSecret, kConfig, "/Signal", "messages, and their keys"},
    {kSecret, kHome, "/.bash_history", kHistory},
    {kSecret, kHome, "/.zsh_history", kHistory},
    {kSecret, kHome, "/.psql_history", kHistory},
    {kSecret, kHome, "/.mysql_history", kHistory},
    {kSecret, kHome, "/.python_history", kHistory},
    {kSecret, kHome, "/.node_repl_history", kHistory},
    {kSecret, kData, "/fish/fish_history", kHistory},
    {kSecret, kHome, "/.Xauthority", "the key to the user's screen"},
    {kSecret, kRoot, "/etc/shadow*", "the passwords of all users"},
    {kSecret, kRoot, "/etc/gshadow*", "the passwords of all groups"},
    {kSecret, kRoot, "/etc/ssl/private", "the machine's keys"},
    {kSecret, kRoot, "/etc/pki/tls/private", "the machine's keys"},
    {kSecret, kRoot, "/etc/letsencrypt/accounts", "the machine's keys"},
    {kSecret, kRoot, "/etc/ssh/ssh_host_*key", "the machine's keys"},
    {kSecret, kRoot, "/etc/krb5.keytab", "the machine's keys"},
    {kSecret, kRoot, "/etc/wireguard", "the machine's keys"},
    {kSecret, kRoot, "/etc/ipsec.secrets", "the machine's keys"},
    {kSecret, kRoot, "/etc/openvpn", "the machine's keys"},
    {kSecret, kRoot, "/etc/NetworkManager/system-connections", kPasswords},
    {kSecret, kRoot, "/etc/security/opasswd", "the passwords of all users"},
    {kSecret, kRoot, "/etc/kubernetes", "the cluster's keys"},
    {kSecret, kRoot, "/var/lib/kubelet", "the cluster's keys"},
    {kSecret, kRoot, "/run/secrets", kPasswords},
    {kSecret, kRoot, "/run/credentials", kPasswords},
    {kSecret, kRoot, "/var/run/secrets", kPasswords},
    {kSecret, kRoot, "/proc/kcore", "the machine's memory"},
    {kSecret, kRoot, "/proc/[0-9]*", "another process, by its number"},

    {kStartUp, kHome, "/.bashrc", kShells},
    {kStartUp, kHome, "/.bash_profile", kShells},
    {kStartUp, kHome, "/.bash_login", kShells},
    {kStartUp, kHome, "/.bash_logout", kShells},
    {kStartUp, kHome, "/.bash_aliases", kShells},
    {kStartUp, kHome, "/.bash_completion", kShells},
    {kStartUp, kHome, "/.profile", kShells},
    {kStartUp, kHome, "/.zshenv", kShells},
    {kStartUp, kHome, "/.zshrc", kShells},
    {kStartUp, kHome, "/.zprofile", kShells},
    {kStartUp, kHome, "/.zlogin", kShells},
    {kStartUp, kHome, "/.zlogout", kShells},
    {kStartUp, kHome, "/.zsh", kShells},
    {kStartUp, kHome, "/.oh-my-zsh", kShells},
    {kStartUp, kHome, "/.kshrc", kShells},
    {kStartUp, kHome, "/.mkshrc", kShells},
    {kStartUp, kHome, "/.shrc", kShells},
    {kStartUp, kHome, "/.cshrc", kShells},
    {kStartUp, kHome, "/.tcshrc", kShells},
    {kStartUp, kHome, "/.login", kShells},
    {kStartUp, kHome, "/.logout", kShells},
    {kStartUp, kHome, "/.inputrc", kShells},
    {kStartUp, kConfig, "/fish", kShells},
    {kStartUp, kConfig, "/zsh", kShells},
    {kStartUp, kConfig, "/nushell", kShells},
    {kStartUp, kConfig, "/powershell", kShells},
    {kStartUp, kConfig, "/starship.toml", kShells},
    {kStartUp, kData, "/bash-completion", kShells},
    {kStartUp, kRoot, "/etc/profile", kShells},
    {kStartUp, kRoot, "/etc/profile.d", kShells},
    {kStartUp, kRoot, "/etc/bash.bashrc", kShells},
    {kStartUp, kRoot, "/etc/bashrc", kShells},
    {kStartUp, kRoot, "/etc/bash_completion*", kShells},
    {kStartUp, kRoot, "/etc/zsh*", kShells},
    {kStartUp, kRoot, "/etc/fish", kShells},
    {kStartUp, kRoot, "/etc/csh*", kShells},
    {kStartUp, kRoot, "/etc/inputrc", kShells},
    {kStartUp, kRoot, "/etc/skel", kShells},
    {kStartUp, kRoot, "/usr/share/bash-completion", kShells},
    {kStartUp, kRoot, "/etc/environment", kSessions},
    {kStartUp, kRoot, "/etc/security", kSessions},
    {kStartUp, kHome, "/.pam_environment", kSessions},
    {kStartUp, kConfig, "/environment.d", kSessions},
    {kStartUp, kHome, "/.xprofile", kLogins},
    {kStartUp, kHome, "/.xinitrc", kLogins},
    {kStartUp, kHome, "/.xserverrc", kLogins},
    {kStartUp, kHome, "/.xsession", kLogins},
    {kStartUp, kHome, "/.xsessionrc", kLogins},
    {kStartUp, kHome, "/.vnc", kLogins},
    {kStartUp, kRoot, "/etc/update-motd.d", kLogins},
    {kStartUp, kRoot, "/etc/X11", kLogins},
    {kStartUp, kAnywhere, ".git", kGit},
    {kStartUp, kAnywhere, "*.git", kGit},
    {kStartUp, kAnywhere, ".hg", "from which hg runs programs"},
    {kStartUp, kAnywhere, ".envrc", kShells},
    {kStartUp, kAnywhere, ".vscode", kEditors},
    {kStartUp, kAnywhere, ".gdbinit", kTools},
    {kStartUp, kHome, "/.gitconfig", kGit},
    {kStartUp, kConfig, "/git", kGit},
    {kStartUp, kRoot, "/etc/gitconfig", kGit},
    {kStartUp, kHome, "/.hgrc", "from which hg runs programs"},
    {kStartUp, kConfig, "/hg", "from which hg runs programs"},
    {kStartUp, kHome, "/.vimrc", kEditors},
    {kStartUp, kHome, "/.gvimrc", kEditors},
    {kStartUp, kHome, "/.vim", kEditors},
    {kStartUp, kHome, "/.exrc", kEditors},
    {kStartUp, kConfig, "/nvim", kEditors},
    {kStartUp, kConfig, "/vim", kEditors},
    {kStartUp, kData, "/nvim", kEditors},
    {kStartUp, kHome, "/.emacs", kEditors},
    {kStartUp, kHome, "/.emacs.d", kEditors},
    {kStartUp, kConfig, "/emacs", kEditors},
    {kStartUp, kHome, "/.nanorc", kEditors},
    {kStartUp, kConfig, "/nano", kEditors},
    {kStartUp, kConfig, "/Code*", kEditors},
    {kStartUp, kConfig, "/VSCodium", kEditors},
    {kStartUp, kHome, "/.vscode*", kEditors},
    {kStartUp, kHome, "/.cursor*", kEditors},
    {kStartUp, kConfig, "/sublime-text*", kEditors},
    {kStartUp, kConfig, "/helix", kEditors},
    {kStartUp, kConfig, "/kak", kEditors},
    {kStartUp, kConfig, "/micro", kEditors},
    {kStartUp, kConfig, "/JetBrains", kEditors},
    {kStartUp, kData, "/JetBrains", kEditors},
    {kStartUp, kRoot, "/etc/vim", kEditors},
    {kStartUp, kRoot, "/etc/emacs", kEditors},
    {kStartUp, kHome, "/.tmux.conf", kTools},
    {kStartUp, kHome, "/.tmux", kTools},
    {kStartUp, kConfig, "/tmux", kTools},
    {kStartUp, kHome, "/.screenrc", kTools},
    {kStartUp, kConfig, "/kitty", kTools},
    {kStartUp, kConfig, "/alacritty", kTools},
    {kStartUp, kConfig, "/wezterm", kTools},
    {kStartUp, kConfig, "/terminator", kTools},
    {kStartUp, kConfig, "/ghostty", kTools},
    {kStartUp, kConfig, "/gdb", kTools},
    {kStartUp, kHome, "/.lldbinit", kTools},
    {kStartUp, kHome, "/.npmrc", kTools},
    {kStartUp, kHome, "/.yarnrc*", kTools},
    {kStartUp, kHome, "/.cargo", kTools},
    {kStartUp, kHome, "/.rustup", kTools},
    {kStartUp, kHome, "/.m2", kTools},
    {kStartUp, kHome, "/.gradle", kTools},
    {kStartUp, kHome, "/.sbt", kTools},
    {kStartUp, kHome, "/.ipython", kTools},
    {kStartUp, kHome, "/.jupyter", kTools},
    {kStartUp, kHome, "/.pythonrc*", kTools},
    {kStartUp, kHome, "/.Rprofile", kTools},
    {kStartUp, kHome, "/.Renviron", kTools},
    {kStartUp, kHome, "/.irbrc", kTools},
    {kStartUp, kHome, "/.pryrc", kTools},
    {kStartUp, kHome, "/.gemrc", kTools},
    {kStartUp, kHome, "/.octaverc", kTools},
    {kStartUp, kHome, "/.julia", kTools},
    {kStartUp, kHome, "/.psqlrc", kTools},
    {kStartUp, kHome, "/.sqliterc", kTools},
    {kStartUp, kHome, "/.curlrc", kTools},
    {kStartUp, kConfig, "/curlrc", kTools},
    {kStartUp, kHome, "/.wgetrc", kTools},
    {kStartUp, kHome, "/.lessfilter", kTools},
    {kStartUp, kConfig, "/direnv", kTools},
    {kStartUp, kConfig, "/mise", kTools},
    {kStartUp, kConfig, "/pip", kTools},
    {kStartUp, kHome, "/.pip", kTools},
    {kStartUp, kConfig, "/uv", kTools},
    {kStartUp, kHome, "/.condarc", kTools},
    {kStartUp, kHome, "/.docker", kEngines},
    {kStartUp, kConfig, "/containers", kEngines},
    {kStartUp, kHome, "/.mozilla", kTools},
    {kStartUp, kHome, "/.asoundrc", kTools},
    {kStartUp, kConfig, "/mpv", kTools},
    {kStartUp, kConfig, "/ranger", kTools},
    {kStartUp, kConfig, "/lf", kTools},
    {kStartUp, kConfig, "/mc", kTools},
    {kStartUp, kConfig, "/nix", kTools},
    {kStartUp, kHome, "/.claude*", kTools},
    {kStartUp, kHome, "/.codex", kTools},
    {kStartUp, kHome, "/.gemini", kTools},
    {kStartUp, kHome, "/.forward", kMail},
    {kStartUp, kHome, "/.procmailrc", kMail},
    {kStartUp, kHome, "/.mailcap", kMail},
    {kStartUp, kHome, "/.muttrc", kMail},
    {kStartUp, kConfig, "/mutt", kMail},
    {kStartUp, kRoot, "/etc/aliases", kMail},
    {kStartUp, kRoot, "/etc/mailcap", kMail},
    {kStartUp, kHome, "/.local/lib", kModules},
    {kStartUp, kHome, "/perl5", kModules},
    {kStartUp, kHome, "/.pyenv", kModules},
    {kStartUp, kHome, "/.rbenv", kModules},
    {kStartUp, kHome, "/.nvm", kModules},
    {kStartUp, kHome, "/.gem", kModules},
    {kStartUp, kHome, "/.R", kModules},
    {kStartUp, kRoot, "/usr/lib/python*", kModules},
    {kStartUp, kRoot, "/usr/lib64/python*", kModules},
    {kStartUp, kRoot, "/usr/local/lib/python*", kModules},
    {kStartUp, kRoot, "/etc/python*", kModules},
    {kStartUp, kRoot, "/usr/share/perl*", kModules},
    {kStartUp, kRoot, "/usr/lib/perl*", kModules},
    {kStartUp, kRoot, "/usr/lib/*/perl*", kModules},
    {kStartUp, kRoot, "/usr/local/share/perl*", kModules},
    {kStartUp, kRoot, "/usr/local/lib/*/perl*", kModules},
    {kStartUp, kRoot, "/etc/perl", kModules},
    {kStartUp, kRoot, "/usr/share/nodejs", kModules},
    {kStartUp, kRoot, "/usr/lib/node_modules", kModules},
    {kStartUp, kRoot, "/usr/local/lib/node_modules", kModules},
    {kStartUp, kRoot, "/usr/lib/ruby", kModules},
    {kStartUp, kRoot, "/var/lib/gems", kModules},

    {kSchedule, kRoot, "/etc/crontab", kCron},
    {kSchedule, kRoot, "/etc/cron.d", kCron},
    {kSchedule, kRoot, "/etc/cron.hourly", kCron},
    {kSchedule, kRoot, "/etc/cron.daily", kCron},
    {kSchedule, kRoot, "/etc/cron.weekly", kCron},
    {kSchedule, kRoot, "/etc/cron.monthly", kCron},
    {kSchedule, kRoot, "/etc/anacrontab", kCron},
    {kSchedule, kRoot, "/var/spool/cron", kCron},
    {kSchedule, kRoot, "/var/spool/at", kCron},
    {kSchedule, kRoot, "/var/spool/anacron", kCron},
    {kSchedule, kRoot, "/etc/systemd", kSystemd},
    {kSchedule, kRoot, "/run/systemd/*", kSystemd},
    {kSchedule, kRoot, "/run/user/*/systemd", kSystemd},
    {kSchedule, kRoot, "/usr/lib/systemd", kSystemd},
    {kSchedule, kRoot, "/usr/local/lib/systemd", kSystemd},
    {kSchedule, kRoot, "/usr/share/systemd", kSystemd},
    {kSchedule, kConfig, "/systemd", kSystemd},
    {kSchedule, kData, "/systemd", kSystemd},
    {kSchedule, kRoot, "/etc/default", kSystemd},
    {kSchedule, kRoot, "/etc/sysconfig", kSystemd},
    {kSchedule, kRoot, "/etc/init.d", kBoot},
    {kSchedule, kRoot, "/etc/rc*", kBoot},
    {kSchedule, kRoot, "/etc/inittab", kBoot},
    {kSchedule, kRoot, "/etc/fstab", kBoot},
    {kSchedule, kRoot, "/etc/udev", kBoot},
    {kSchedule, kRoot, "/usr/lib/udev", kBoot},
    {kSchedule, kRoot, "/run/udev/rules.d", kBoot},
    {kSchedule, kRoot, "/etc/kernel", kBoot},
    {kSchedule, kRoot, "/etc/initramfs-tools", kBoot},
    {kSchedule, kRoot, "/etc/grub.d", kBoot},
    {kSchedule, kRoot, "/etc/tmpfiles.d", kBoot},
    {kSchedule, kRoot, "/boot", kBoot},
    {kSchedule, kRoot, "/efi", kBoot},
    {kSchedule, kConfig, "/autostart", kDesktop},
    {kSchedule, kConfig, "/autostart-scripts", kDesktop},
    {kSchedule, kConfig, "/plasma-workspace", kDesktop},
    {kSchedule, kConfig, "/i3", kDesktop},
    {kSchedule, kConfig, "/sway", kDesktop},
    {kSchedule, kConfig, "/hypr", kDesktop},
    {kSchedule, kConfig, "/openbox", kDesktop},
    {kSchedule, kConfig, "/awesome", kDesktop},
    {kSchedule, kConfig, "/mimeapps.list", kDesktop},
    {kSchedule, kRoot, "/etc/xdg", kDesktop},
    {kSchedule, kData, "/dbus-1", kDesktop},
    {kSchedule, kData, "/applications", kDesktop},
    {kSchedule, kData, "/nautilus", kDesktop},
    {kSchedule, kData, "/gnome-shell", kDesktop},
    {kSchedule, kData, "/flatpak", kDesktop},
    {kSchedule, kRoot, "/etc/dbus-1", kDesktop},
    {kSchedule, kRoot, "/usr/share/dbus-1", kDesktop},
    {kSchedule, kRoot, "/usr/share/applications", kDesktop},
    {kSchedule, kRoot, "/usr/share/xsessions", kDesktop},
    {kSchedule, kRoot, "/etc/logrotate*", kRotation},
    {kSchedule, kRoot, "/etc/apt", kPackages},
    {kSchedule, kRoot, "/etc/dpkg", kPackages},
    {kSchedule, kRoot, "/etc/yum*", kPackages},
    {kSchedule, kRoot, "/etc/dnf", kPackages},
    {kSchedule, kRoot, "/etc/pacman*", kPackages},
    {kSchedule, kRoot, "/etc/apk", kPackages},
    {kSchedule, kRoot, "/var/lib/dpkg", kPackages},
    {kSchedule, kRoot, "/var/lib/apt", kPackages},
    {kSchedule, kRoot, "/var/cache/apt", kPackages},
    {kSchedule, kRoot, "/var/lib/rpm", kPackages},
    {kSchedule, kRoot, "/var/lib/snapd", kPackages},
    {kSchedule, kRoot, "/etc/docker", kEngines},
    {kSchedule, kRoot, "/etc/containers", kEngines},
    {kSchedule, kRoot, "/etc/containerd", kEngines},
    {kSchedule, kRoot, "/etc/cni", kEngines},
    {kSchedule, kRoot, "/etc/kubernetes", kEngines},
    {kSchedule, kRoot, "/var/lib/docker", kEngines},
    {kSchedule, kRoot, "/var/lib/containers", kEngines},
    {kSchedule, kRoot, "/var/lib/containerd", kEngines},
    {kSchedule, kData, "/containers", kEngines},

    {kKeys, kHome, "/.ssh/authorized_keys", kSsh},
    {kKeys, kHome, "/.ssh/authorized_keys2", kSsh},
    {kKeys, kHome, "/.ssh/rc", kSshRuns},
    {kKeys, kHome, "/.ssh/config", kSshRuns},
    {kKeys, kHome, "/.ssh/environment", kSshRuns},
    {kKeys, kHome, "/.rhosts", kSsh},
    {kKeys, kHome, "/.shosts", kSsh},
    {kKeys, kHome, "/.k5login", kSsh},
    {kKeys, kRoot, "/etc/ssh", kSsh},

    {kPathDirectory, kRoot, "/bin", kPath, kFilesIn},
    {kPathDirectory, kRoot, "/sbin", kPath, kFilesIn},
    {kPathDirectory, kRoot, "/usr/bin", kPath, kFilesIn},
    {kPathDirectory, kRoot, "/usr/sbin", kPath, kFilesIn},
    {kPathDirectory, kRoot, "/usr/games", kPath, kFilesIn},
    {kPathDirectory, kRoot, "/usr/local/bin", kPath, kFilesIn},
    {kPathDirectory, kRoot, "/usr/local/sbin", kPath, kFilesIn},
    {kPathDirectory, kRoot, "/usr/local/games", kPath, kFilesIn},
    {kPathDirectory, kRoot, "/opt/bin", kPath, kFilesIn},
    {kPathDirectory, kRoot, "/opt/*/bin", kPath, kFilesIn},
    {kPathDirectory, kRoot, "/snap/bin", kPath, kFilesIn},
    {kPathDirectory, kHome, "/bin", kPath, kFilesIn},
    {kPathDirectory, kHome, "/.local/bin", kPath, kFilesIn},
    {kPathDirectory, kHome, "/go/bin", kPath, kFilesIn},
    {kPathDirectory, kHome, "/.bun/bin", kPath, kFilesIn},
    {kPathDirectory, kHome, "/.deno/bin", kPath, kFilesIn},
    {kPathDirectory, kHome, "/.krew/bin", kPath, kFilesIn},
    {kPathDirectory, kHome, "/.nix-profile", kPath},

    {kSystem, kRoot, "/etc/passwd*", kUsers},
    {kSystem, kRoot, "/etc/shadow*", kUsers},
    {kSystem, kRoot, "/etc/group*", kUsers},
    {kSystem, kRoot, "/etc/gshadow*", kUsers},
    {kSystem, kRoot, "/etc/subuid*", kUsers},
    {kSystem, kRoot, "/etc/subgid*", kUsers},
    {kSystem, kRoot, "/etc/pam.d", kUsers},
    {kSystem, kRoot, "/etc/pam.conf", kUsers},
    {kSystem, kRoot, "/etc/nsswitch.conf", kUsers},
    {kSystem, kRoot, "/etc/login.defs", kUsers},
    {kSystem, kRoot, "/etc/sudoers*", kRoots},
    {kSystem, kRoot, "/etc/sudo*.conf", kRoots},
    {kSystem, kRoot, "/etc/doas.conf", kRoots},
    {kSystem, kRoot, "/etc/polkit-1", kRoots},
    {kSystem, kRoot, "/usr/share/polkit-1", kRoots},
    {kSystem, kRoot, "/etc/ssl", kTrust},
    {kSystem, kRoot, "/etc/ca-certificates*", kTrust},
    {kSystem, kRoot, "/etc/pki", kTrust},
    {kSystem, kRoot, "/usr/share/ca-certificates", kTrust},
    {kSystem, kRoot, "/usr/local/share/ca-certificates", kTrust},
    {kSystem, kRoot, "/etc/hosts", kNames},
    {kSystem, kRoot, "/etc/resolv.conf", kNames},
    {kSystem, kRoot, "/etc/alternatives", kNames},
    {kSystem, kRoot, "/etc/ld.so.conf*", kLoader},
    {kSystem, kRoot, "/etc/ld.so.cache", kLoader},
    {kSystem, kRoot, "/etc/ld-musl-*", kLoader},
    {kSystem, kRoot, "/lib", kLoader, kFilesIn},
    {kSystem, kRoot, "/lib32", kLoader, kFilesIn},
    {kSystem, kRoot, "/lib64", kLoader, kFilesIn},
    {kSystem, kRoot, "/libx32", kLoader, kFilesIn},
    {kSystem, kRoot, "/usr/lib", kLoader, kFilesIn},
    {kSystem, kRoot, "/usr/lib32", kLoader, kFilesIn},
    {kSystem, kRoot, "/usr/lib64", kLoader, kFilesIn},
    {kSystem, kRoot, "/usr/lib/*-linux-gnu*", kLoader, kFilesIn},
    {kSystem, kRoot, "/usr/local/lib", kLoader, kFilesIn},
    {kSystem, kRoot, "/usr/local/lib64", kLoader, kFilesIn},
    {kSystem, kRoot, "/lib/modules", kKernelCode},
    {kSystem, kRoot, "/lib/firmware", kKernelCode},
    {kSystem, kRoot, "/usr/lib/modules", kKernelCode},
    {kSystem, kRoot, "/usr/lib/firmware", kKernelCode},
    {kSystem, kRoot, "/usr/src", kKernelCode},
    {kSystem, kRoot, "/etc/modprobe.d", kKernelCode},
    {kSystem, kRoot, "/etc/modules*", kKernelCode},
    {kSystem, kRoot, "/etc/sysctl*", kKernelSetting},
    {kSystem, kRoot, "/etc/binfmt.d", kKernelSetting},
    {kSystem, kRoot, "/etc", kSetting, kUnasked},
    {kSystem, kRoot, "/usr", kInstalled, kUnasked},

    {kKernel, kRoot, "/proc/sys", kKernelSetting},
    {kKernel, kRoot, "/proc/sysrq-trigger", kKernelSetting},
    {kKernel, kRoot, "/sys/kernel", kKernelSetting},
    {kKernel, kRoot, "/sys/fs", kKernelSetting},
    {kKernel, kRoot, "/sys/firmware", kKernelSetting},
    {kKernel, kRoot, "/sys/module", kKernelSetting},
    {kKernel, kRoot, "/sys/power", kKernelSetting},
    {kKernel, kRoot, "/proc", kKernelSetting, kUnasked},
    {kKernel, kRoot, "/sys", kKernelSetting, kUnasked},

    {kSocket, kRoot, "/run/dbus", kBus},
    {kSocket, kRoot, "/run/systemd/private", kBus},
    {kSocket, kRoot, "/run/user/*/bus", kBus},
    {kSocket, kRoot, "/run/user/*/systemd", kBus},
    {kSocket, kRoot, "/run/user/*/at-spi", kScreen},
    {kSocket, kRoot, "/run/user/*/wayland-*", kScreen},
    {kSocket, kRoot, "/tmp/.X11-unix", kScreen},
    {kSocket, kRoot, "/tmp/tmux-*", kScreen},
    {kSocket, kRoot, "/run/tmux", kScreen},
    {kSocket, kRoot, "/run/screen", kScreen},
    {kSocket, kHome, "/.screen", kScreen},
    {kSocket, kRoot, "/tmp/kitty*", kScreen},
    {kSocket, kRoot, "/run/user/*/kitty*", kScreen},
    {kSocket, kRoot, "/tmp/ssh-*", kAgent},
    {kSocket, kRoot, "/run/user/*/ssh-agent*", kAgent},
    {kSocket, kRoot, "/run/user/*/openssh_agent", kAgent},
    {kSocket, kRoot, "/run/user/*/keyring", kAgent},
    {kSocket, kRoot, "/run/user/*/gcr", kAgent},
    {kSocket, kRoot, "/run/user/*/gnupg", kAgent},
    {kSocket, kHome, "/.gnupg", kAgent},
    {kSocket, kHome, "/.ssh", kAgent},
    {kSocket, kHome, "/.1password", kAgent},
    {kSocket, kRoot, "/run/pcscd", kAgent},
    {kSocket, kRoot, "/run/user/*/emacs", kServer},
    {kSocket, kRoot, "/tmp/emacs*", kServer},
    {kSocket, kRoot, "/run/user/*/nvim*", kServer},
    {kSocket, kRoot, "/tmp/nvim*", kServer},
    {kSocket, kRoot, "/run/user/*/vscode-*", kServer},
    {kSocket, kRoot, "/tmp/vscode-*", kServer},
    {kSocket, kRoot, "/run/snapd*", kServer},
    {kSocket, kRoot, "/run/udev", kServer},
    {kSocket, kRoot, "/run/libvirt", kServer},
    {kSocket, kRoot, "/run/lvm", kServer},
    {kSocket, kRoot, "/run/docker.sock", kEngine},
    {kSocket, kRoot, "/run/podman", kEngine},
    {kSocket, kRoot, "/run/containerd", kEngine},
    {kSocket, kRoot, "/run/crio", kEngine},
    {kSocket, kRoot, "/run/incus", kEngine},
    {kSocket, kRoot, "/var/lib/incus/unix.socket", kEngine},
    {kSocket, kRoot, "/var/lib/lxd/unix.socket", kEngine},
    {kSocket, kRoot, "/var/snap/lxd/common/lxd/unix.socket", kEngine},
    {kSocket, kRoot, "/run/buildkit", kEngine},
    {kSocket, kRoot, "/run/user/*/docker.sock", kEngine},
    {kSocket, kRoot, "/run/user/*/podman", kEngine},
    {kSocket, kRoot, "/run/user/*/containerd", kEngine},
    {kSocket, kHome, "/.docker/run", kEngine},
    {kSocket, kHome, "/.docker/desktop", kEngine},
    {kSocket, kHome, "/.colima", kEngine},

    {kPolicy, kRoot, "/etc/landshim", "which holds policies"},
    {kPolicy, kConfig, "/landshim", "which holds policies"},
    {kLandshim, kRoot, "/etc/ld.so.preload", "which says what every program loads"},
};

// Devices that reach nothing beyond what they are for. All others in /dev are
// dangerous: there are more of them with every kernel.
inline constexpr std::string_view kPlainDevices[] = {
    "null", "zero", "full", "random", "urandom", "tty", "ptmx", "stdin", "stdout",
    "stderr", "fd", "shm", "mqueue", "dri", "snd", "nvidia*", "log",
};

// clang-format on

}  // namespace dangerous

}  // namespace landshim

#endif  // LANDSHIM_TOOLS_SYSTEM_DANGEROUS_TABLE_H_
