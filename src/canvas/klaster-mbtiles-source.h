/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <shumate/shumate.h>

#include "klaster-projection.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_MBTILES_SOURCE (klaster_mbtiles_source_get_type ())
G_DECLARE_FINAL_TYPE (KlasterMbtilesSource, klaster_mbtiles_source, KLASTER, MBTILES_SOURCE, ShumateMapSource)

void              klaster_mbtiles_source_open_async  (GFile                *file,
                                                      GCancellable         *cancellable,
                                                      GAsyncReadyCallback   callback,
                                                      gpointer              user_data);
ShumateMapSource *klaster_mbtiles_source_open_finish (GAsyncResult         *result,
                                                      GError              **error);
gboolean          klaster_mbtiles_source_get_bounds  (KlasterMbtilesSource *self,
                                                      KlasterRect          *bounds);

G_END_DECLS
