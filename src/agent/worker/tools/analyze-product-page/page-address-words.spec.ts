import { readAddress } from './page-address-words.js';

describe('readAddress', () => {
  it.each([
    ['https://www.walmart.com/ip/Apple-iPhone-15-128GB-Black/5051606023', 'Walmart', 'Apple iPhone 15 128GB Black'],
    ['https://www.amazon.com/Logitech-Wireless-Mouse/dp/B004YAVF8I?ref=x', 'Amazon', 'Logitech Wireless Mouse'],
    [
      'https://www.alibaba.com/product-detail/Custom-LED-Strip-Light_1600123456789.html',
      'Alibaba.com',
      'Custom LED Strip Light',
    ],
    ['https://detail.1688.com/offer/612345678901.html', '1688', null],
    ['https://item.jd.com/100012043978.html', '京东 JD.com', null],
    ['https://shop.example.cn/商品/不锈钢保温杯-500ml', 'shop.example.cn', '不锈钢保温杯 500ml'],
    ['https://shop.example.cn/%E4%BF%9D%E6%B8%A9%E6%9D%AF', 'shop.example.cn', '保温杯'],
    ['https://www.example.com/search?q=cotton+towels', 'example.com', 'cotton towels'],
    ['https://www.example.com/%E0%A4%A/solar-panel', 'example.com', 'solar panel'],
    ['https://www.example.com/', 'example.com', null],
    ['javascript:alert(document-cookie)', 'javascript:alert(document-cookie)', null],
    ['not an address', 'not an address', null],
  ])('should read %s', (url, site, words) => {
    expect(readAddress(url)).toEqual({ site, words });
  });
});
