// Everything is put together here.
startTheme();
startFilter();
startGantt();
startDetails();
startTable();
startPrint();
if (!items.some((item) => item.group)) $("group").querySelector('[value="epic"]').remove();
chooseZoom();
applyFilter();
toStart();
document.documentElement.dataset.ready = "true";
