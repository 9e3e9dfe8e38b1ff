/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

G_BEGIN_DECLS

/* Whence the online map comes unless the user chose another server. */
#define KLASTER_ONLINE_TILE_URL "https://tile.openstreetmap.org/{z}/{x}/{y}.png"

#define KLASTER_TYPE_ONLINE_SOURCE (klaster_online_source_get_type ())
G_DECLARE_FINAL_TYPE (KlasterOnlineSource, klaster_online_source, KLASTER, ONLINE_SOURCE, ShumateMapSource)

gboolean          klaster_online_source_check_url (const char  *url,
                                                   GError     **error);
ShumateMapSource *klaster_online_source_new       (const char  *url);
/* Property “available”: FALSE while no tile can be had */
gboolean          klaster_online_source_is_available (KlasterOnlineSource *self);

G_END_DECLS
