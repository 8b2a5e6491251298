// The table behind policy/broad_places.h, for who compares by inode as well.
#ifndef LANDSHIM_POLICY_BROAD_TABLE_H_
#define LANDSHIM_POLICY_BROAD_TABLE_H_

namespace landshim {

// In place, as in policy/access.h.
struct BroadRow {
  char name[12];
};

// Exactly these directories: what lies in them is somebody's choice. A home may
// be /root; the others are nobody's.
inline constexpr BroadRow kBroadRows[] = {
    {"/"},        {"/bin"},       {"/boot"},      {"/dev"},       {"/etc"},
    {"/home"},    {"/lib"},       {"/lib32"},     {"/lib64"},     {"/media"},
    {"/mnt"},     {"/opt"},       {"/proc"},      {"/root"},      {"/run"},
    {"/sbin"},    {"/srv"},       {"/sys"},       {"/usr"},       {"/usr/bin"},
    {"/usr/lib"}, {"/usr/local"}, {"/usr/sbin"},  {"/usr/share"}, {"/var"},
    {"/var/lib"}, {"/var/log"},   {"/var/spool"},
};

}  // namespace landshim

#endif  // LANDSHIM_POLICY_BROAD_TABLE_H_
