"""Loss of tree canopy in patches that are large enough to be told from noise, per year."""

from __future__ import annotations

import pandas as pd

from lsgeo import facts
from lsgeo.errors import ConfigError, Fault
from lsgeo.indicators import Indicator
from lsgeo.messages import _
from lsgeo.palette import Theme
from lsgeo.patches import Sieve
from lsgeo.products import hansen as product
from lsgeo.text import Words

_KEYS = ["vintage", "code", "quality", "source"]
_HA = 10_000


def compute(
    *,
    loss_patches: pd.DataFrame,
    min_canopy_pct: int = 30,
    min_patch_m2: int = 3000,
    connectivity: int = 8,
    inclusive: int = 1,
) -> pd.DataFrame:
    """Facts: hectares lost in each year in patches of at least `min_patch_m2`.

    `loss_patches` has ``vintage, code, class, area_ha, period, quality, source``, the class being
    the year of loss of cells in patches that are large enough, 0 elsewhere. Patches are those of
    the whole raster, cells of one year that touch (`connectivity`: 8, also at corners, or 4); a
    commune has its exact share of each, so communes add up to the province. A patch of just the
    area counts where it is `inclusive` (1). 0.3 ha is the least that is forest in law (Law on
    Forestry 16/2017/QH14, article 2).
    """
    if loss_patches.empty:
        return facts.empty()
    sieve = sieve_of(min_patch_m2=min_patch_m2, connectivity=connectivity, inclusive=inclusive)
    tables = []
    for year in range(1, product.covered_years(loss_patches) + 1):
        period = product.FIRST_YEAR + year
        area = loss_patches["area_ha"].where(loss_patches["class"] == period, 0.0)
        sums = loss_patches.assign(value=area).groupby(_KEYS, sort=False)["value"].sum()
        tables.append(sums.reset_index().assign(period=str(period)))
    if not tables:
        return facts.empty()
    variant = f"{product.canopy_variants()[min_canopy_pct]}, {sieve.variant}"
    constants = {"indicator": "forest_loss_patches", "unit": "ha", "variant": variant}
    return facts.make(pd.concat(tables, ignore_index=True), constants=constants)


def sieve_of(*, min_patch_m2: int, connectivity: int, inclusive: int) -> Sieve:
    """The sieve of an indicator's options; `ConfigError` for such as there are none."""
    faults = []
    if connectivity not in (4, 8):
        faults.append(Fault("connectivity", expected="4, 8", got=str(connectivity)))
    if min_patch_m2 < 0:
        faults.append(Fault("min_patch_m2", expected="≥ 0", got=str(min_patch_m2)))
    if inclusive not in (0, 1):
        faults.append(Fault("inclusive", expected="0, 1", got=str(inclusive)))
    if faults:
        raise ConfigError("lsgeo.toml", _("an option cannot be followed"), faults)
    return Sieve(
        min_patch_m2 / _HA,
        inclusive=bool(inclusive),
        connectivity=4 if connectivity == 4 else 8,
    )


INDICATOR = Indicator(
    name="forest_loss_patches",
    title=Words("Mất tán cây trong vùng đủ lớn", "Tree canopy loss in patches large enough"),
    unit="ha",
    adds_up=True,
    compute=compute,
    makes={"forest_loss_patches": "ha"},
    judges_targets=False,
    themes=(
        Theme(
            "forest_loss_patches",
            Words("Mất tán cây trong năm, vùng đủ lớn", "Tree canopy lost in the year, patches"),
            unit=Words("ha", "ha"),
            decimals=1,
            note=Words(
                "Chỉ tính các vùng liền nhau không nhỏ hơn diện tích tối thiểu; tham khảo viễn "
                "thám, gồm cả khai thác rừng trồng",
                "Only patches that are not smaller than the minimum area; satellite reference, "
                "harvested plantations included",
            ),
            satellite=True,
            rank=33,
        ),
    ),
)
