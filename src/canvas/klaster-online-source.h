/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

G_BEGIN_DECLS

/* Whence the online map comes unless the user chose another server. */
#define KLASTER_ONLINE_TILE_URL "https://tile.openstreetmap.org/{z}/{x}/{y}.png"

gboolean          klaster_online_source_check_url (const char  *url,
                                                   GError     **error);
ShumateMapSource *klaster_online_source_new       (const char  *url);

G_END_DECLS
